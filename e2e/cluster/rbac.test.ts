import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { expect, it } from 'vitest'
import { KINDS } from '@/lib/kube/kinds'

interface Rule {
  apiGroups: string[]
  resources: string[]
  verbs: string[]
}

function grantedBy(file: string, role: string): string[] {
  const text = readFileSync(path.join(import.meta.dirname, '..', '..', 'deploy', file), 'utf8')
  const { rules } = parseAllDocuments(text)
    .map((document) => document.toJS() as { kind: string; metadata: { name: string }; rules: Rule[] })
    .find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === role) ?? { rules: [] }
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`)),
    ),
  )
}

const reads = grantedBy('rbac.yaml', 'aviary')
const moves = grantedBy('rbac.yaml', 'aviary-moves')
const stops = grantedBy('rbac-impersonate.yaml', 'aviary-stops')
const granted = [...reads, ...moves]

it('lets Aviary read every kind that it handles', () => {
  const needed = KINDS.flatMap(({ apiVersions: [apiVersion], plural }) => {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
    return ['get', 'list', 'watch'].map((verb) => `${verb} ${plural}.${group}`)
  })
  expect(needed.filter((each) => !granted.includes(each))).toEqual([])
})

it('lets it write routes, the Services that they name, and the replicas of Deployments, and nothing else', () => {
  expect(reads.filter((each) => !/^(get|list|watch) /.test(each))).toEqual([])
  const whole = [
    'services.',
    'destinationrules.networking.istio.io',
    'virtualservices.networking.istio.io',
    'grpcroutes.gateway.networking.k8s.io',
    'httproutes.gateway.networking.k8s.io',
    'ingressroutes.traefik.io',
    'traefikservices.traefik.io',
  ].flatMap((resource) => ['patch', 'create', 'delete'].map((verb) => `${verb} ${resource}`))
  expect(moves.sort()).toEqual([...whole, 'patch deployments.apps'].sort())
})

it('lets the operator make nothing, and do nothing that the manager may not', () => {
  expect(stops.length).toBeGreaterThan(0)
  expect(stops.filter((each) => each.startsWith('create ') || !moves.includes(each))).toEqual([])
})

it('only reads ConfigMaps, which labels cannot narrow here', () => {
  expect(granted.filter((each) => each.includes(' configmaps.')).sort()).toEqual([
    'get configmaps.',
    'list configmaps.',
    'watch configmaps.',
  ])
})

it('names no secret and no wildcard', () => {
  expect([...granted, ...stops].filter((each) => /secrets|\*/.test(each))).toEqual([])
})
