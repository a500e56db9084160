import { setTimeout as pause } from 'node:timers/promises'
import type { KubeConnection } from './kube-connection'

export interface Applied {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
  }
  spec?: unknown
}

const plurals: Record<string, string> = {
  Namespace: 'namespaces',
  Service: 'services',
  Deployment: 'deployments',
  VirtualService: 'virtualservices',
  DestinationRule: 'destinationrules',
}

/** Creates objects in order, eight at a time; those that exist already stay as they are. */
export async function applyObjects(connection: KubeConnection, objects: readonly Applied[]): Promise<void> {
  for (let at = 0; at < objects.length; at += 8) {
    await Promise.all(objects.slice(at, at + 8).map((object) => create(connection, object)))
  }
}

async function create(connection: KubeConnection, object: Applied, attempt = 1): Promise<void> {
  const { apiVersion, kind, metadata } = object
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`
  const plural = plurals[kind]
  if (plural === undefined) throw new Error(`no plural is known for ${kind}`)
  const response = await connection.send('POST', `${base}${scope}/${plural}`, { body: object })
  const text = await response.body.text()
  if (response.statusCode < 300 || (response.statusCode === 409 && text.includes('AlreadyExists'))) return
  if (response.statusCode === 429 && attempt < 10) {
    await pause(attempt * 200)
    return create(connection, object, attempt + 1)
  }
  throw new Error(`creating ${kind} ${metadata.name}: HTTP ${response.statusCode} ${text.slice(0, 200)}`)
}
