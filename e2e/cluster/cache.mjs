// Where the built control plane lies, and whether it is all there.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const trimmed = ['-trimpath', '-ldflags', '-s -w']

/**
 * What is built, from which folder of modules/, and how. Each part has a cache folder of its own: a change here or in
 * its go.mod leads to another folder for that part alone. `files` are made besides the binaries (see build.mjs).
 */
export const parts = [
  { name: 'etcd', flags: trimmed, binaries: { etcd: 'go.etcd.io/etcd/server/v3' }, files: [] },
  {
    name: 'kwok',
    flags: trimmed,
    binaries: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
    files: ['kwok-stages.yaml'],
  },
  {
    name: 'kubernetes',
    flags: ['-trimpath', '-ldflags', '-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3'],
    binaries: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    },
    files: [],
  },
  { name: 'crds', flags: [], binaries: {}, files: ['istio-crds.json', 'gateway-api-crds.json'] },
  {
    name: 'traefik',
    flags: trimmed,
    binaries: { traefik: 'github.com/traefik/traefik/v3/cmd/traefik' },
    files: ['traefik-crds.json'],
  },
]

/** Aviary's cache of things that are slow to make. */
export function cacheRoot() {
  const { AVIARY_CACHE, XDG_CACHE_HOME } = process.env
  return AVIARY_CACHE || path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'aviary')
}

/** The folder of one pinned part: its binaries, its files and, when all are there, a marker. */
export function partFolder(part) {
  const platform = `${process.platform}-${process.arch}`
  const hash = createHash('sha256').update(JSON.stringify({ part, platform }))
  for (const file of ['go.mod', 'go.sum']) {
    hash.update(readFileSync(path.join(import.meta.dirname, 'modules', part.name, file)))
  }
  return path.join(cacheRoot(), 'control-plane', `${part.name}-${hash.digest('hex').slice(0, 16)}`)
}

export const marker = 'complete'

export function isComplete(folder) {
  return existsSync(path.join(folder, marker))
}

/** The path of a binary or file of the control plane. Throws when it is unknown or not built yet. */
export function built(name) {
  const part = parts.find(({ binaries, files }) => name in binaries || files.includes(name))
  if (!part) throw new Error(`No part of the control plane has ${name}`)
  const folder = partFolder(part)
  if (!isComplete(folder)) throw new Error(`${name} is not built yet: run node e2e/cluster/build.mjs`)
  return path.join(folder, name)
}
