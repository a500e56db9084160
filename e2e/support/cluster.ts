import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { JsonPatch } from '@/lib/domain/kube'
import { adminKubeconfig, kubectl } from './target'

/** An object as kubectl prints it. */
export interface Live {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    resourceVersion: string
    annotations?: Record<string, string>
    labels?: Record<string, string>
  }
  spec: unknown
}

const run = promisify(execFile)

/** `kubectl apply` of manifests, as a person does it; the answers of the API server are the only checks. */
export async function apply(...objects: readonly object[]): Promise<void> {
  const args = ['--kubeconfig', adminKubeconfig(), 'apply', '--validate=false', '-f', '-']
  const applied = run('kubectl', args)
  applied.child.stdin?.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  await applied
}

export async function live(kind: string, namespace: string, name: string): Promise<Live> {
  return JSON.parse(await kubectl('get', kind, name, '-n', namespace, '-o', 'json')) as Live
}

/** `kubectl patch --type=json`. */
export async function patch(kind: string, namespace: string, name: string, ops: JsonPatch): Promise<void> {
  await kubectl('patch', kind, name, '-n', namespace, '--type=json', '-p', JSON.stringify(ops))
}

/** Whether the suite runs on the real control plane, whose controllers and proxies are not all there; else the sandbox. */
export const onRealControlPlane = (): boolean => process.env['AVIARY_AUDIT_LOG'] !== undefined

/** Kinds that decide where requests go, as kubectl names them. */
export const routingKinds = [
  'virtualservices.networking.istio.io',
  'destinationrules.networking.istio.io',
  'httproutes.gateway.networking.k8s.io',
  'grpcroutes.gateway.networking.k8s.io',
  'ingressroutes.traefik.io',
  'traefikservices.traefik.io',
  'services',
  'deployments.apps',
]

/** All objects of a namespace that decide where requests go, by `Kind/name`. */
export async function snapshot(namespace: string): Promise<Map<string, Live>> {
  const text = await kubectl('get', routingKinds.join(','), '-n', namespace, '-o', 'json')
  const { items } = JSON.parse(text) as { items: Live[] }
  return new Map(items.map((object) => [`${object.kind}/${object.metadata.name}`, object]))
}

/** What differs between two snapshots: `Kind/name` of objects made or gone, `Kind/name/pointer` of changes. */
export function changesBetween(before: Map<string, Live>, after: Map<string, Live>): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)]
    return old && now ? changes(old, now).map((path) => `${name}${path}`) : [name]
  })
}

/**
 * Pointers to all that differs between two readings of an object. Left out is what every write changes: version,
 * generation, managed fields, what controllers report, and Aviary's own marks.
 */
export function changes(before: Live, after: Live): string[] {
  return differences(comparable(before), comparable(after), '')
}

function comparable(live: Live): unknown {
  const { status: _status, ...object } = live as Live & { status?: unknown }
  const { resourceVersion: _, ...metadata } = object.metadata
  const kept = Object.entries(metadata.annotations ?? {}).filter(([name]) => !name.startsWith('aviary.dev/'))
  const rest = Object.entries(metadata).filter(([field]) => !['generation', 'managedFields'].includes(field))
  return { ...object, metadata: { ...Object.fromEntries(rest), annotations: Object.fromEntries(kept) } }
}

function differences(one: unknown, two: unknown, path: string): string[] {
  if (isRecord(one) && isRecord(two) && Array.isArray(one) === Array.isArray(two)) {
    const fields = new Set([...Object.keys(one), ...Object.keys(two)])
    return [...fields].flatMap((field) => differences(one[field], two[field], `${path}/${field}`))
  }
  return Object.is(one, two) ? [] : [path]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
