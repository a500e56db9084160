// Where the built control plane lies, and whether it is all there.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const modules = ['kubernetes', 'etcd', 'kwok', 'crds']

/** What is built, and how. A change here or in a go.mod leads to another cache folder. */
export const recipe = {
  flags: ['-trimpath', '-ldflags', '-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3'],
  binaries: [
    { name: 'etcd', module: 'etcd', main: 'go.etcd.io/etcd/server/v3' },
    { name: 'kwok', module: 'kwok', main: 'sigs.k8s.io/kwok/cmd/kwok' },
    { name: 'kube-apiserver', module: 'kubernetes', main: 'k8s.io/kubernetes/cmd/kube-apiserver' },
    {
      name: 'kube-controller-manager',
      module: 'kubernetes',
      main: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    },
  ],
  platform: `${process.platform}-${process.arch}`,
}

/** Aviary's cache of things that are slow to make. */
export function cacheRoot() {
  const { AVIARY_CACHE, XDG_CACHE_HOME } = process.env
  return AVIARY_CACHE || path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'aviary')
}

/** The folder of the pinned control plane: bin/, istio-crds.yaml, kwok-stages.yaml and, when complete, a marker. */
export function controlPlaneFolder() {
  const hash = createHash('sha256').update(JSON.stringify(recipe))
  for (const module of modules) {
    for (const file of ['go.mod', 'go.sum']) {
      hash.update(readFileSync(path.join(import.meta.dirname, 'modules', module, file)))
    }
  }
  return path.join(cacheRoot(), 'control-plane', hash.digest('hex'))
}

export const marker = 'complete'

export function isComplete(folder) {
  return existsSync(path.join(folder, marker))
}
