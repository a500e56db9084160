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

const file = path.join(import.meta.dirname, '..', '..', 'deploy', 'rbac.yaml')
const { rules } = parseAllDocuments(readFileSync(file, 'utf8'))
  .map((document) => document.toJS() as { kind: string; metadata: { name: string }; rules: Rule[] })
  .find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'aviary') ?? { rules: [] }

const granted = rules.flatMap(({ apiGroups, resources, verbs }) =>
  apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`)),
  ),
)

it('lets Aviary read every kind that it handles', () => {
  const needed = KINDS.flatMap(({ apiVersions: [apiVersion], plural }) => {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
    return ['get', 'list', 'watch'].map((verb) => `${verb} ${plural}.${group}`)
  })
  expect(needed.filter((each) => !granted.includes(each))).toEqual([])
})

it('lets it write routes, the Services that they name, and the replicas of Deployments, and nothing else', () => {
  const writes = granted.filter((each) => !/^(get|list|watch) /.test(each))
  const whole = [
    'services.',
    'destinationrules.networking.istio.io',
    'virtualservices.networking.istio.io',
    'grpcroutes.gateway.networking.k8s.io',
    'httproutes.gateway.networking.k8s.io',
    'ingressroutes.traefik.io',
    'traefikservices.traefik.io',
  ].flatMap((resource) => ['patch', 'create', 'delete'].map((verb) => `${verb} ${resource}`))
  expect(writes.sort()).toEqual([...whole, 'patch deployments.apps', 'patch deployments/scale.apps'].sort())
})

it('only reads ConfigMaps, which labels cannot narrow here', () => {
  expect(granted.filter((each) => each.includes(' configmaps.')).sort()).toEqual([
    'get configmaps.',
    'list configmaps.',
    'watch configmaps.',
  ])
})

it('names no secret and no wildcard', () => {
  expect(granted.filter((each) => /secrets|\*/.test(each))).toEqual([])
})
