import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { ClusterObjects, Deployment, Pod } from './cluster-objects'

interface Manifest {
  kind: string
  metadata: { name: string; namespace?: string }
  spec?: { replicas?: number; template?: { metadata?: Pod['metadata']; spec?: Pod['spec'] } }
}

/** Every object of the shop's manifests, in file order. */
export function readManifests(folder = path.resolve('sandbox/manifests')): Manifest[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return files
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map(
        (document) => document.toJS() as Manifest,
      ),
    )
}

/** The objects as a cluster would hold them once every pod is ready: for tests of the simulation without a cluster. */
export function asCluster(objects: readonly object[]): ClusterObjects {
  const manifests = objects as readonly Manifest[]
  const of = <T>(kind: string): T[] => manifests.filter((item) => item.kind === kind) as T[]
  const pods = of<Manifest>('Deployment').flatMap((item) =>
    Array.from({ length: item.spec?.replicas ?? 1 }, (_none, index): Pod => ({
      metadata: {
        ...item.spec?.template?.metadata,
        name: `${item.metadata.name}-5d4f-${index}`,
        namespace: item.metadata.namespace ?? '',
        ownerReferences: [{ kind: 'ReplicaSet', name: `${item.metadata.name}-5d4f` }],
      },
      ...(item.spec?.template?.spec ? { spec: item.spec.template.spec } : {}),
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    })),
  )
  return {
    pods,
    services: of('Service'),
    deployments: of<Deployment>('Deployment'),
    virtualservices: of('VirtualService'),
    destinationrules: of('DestinationRule'),
    gateways: of('Gateway'),
    serviceentries: of('ServiceEntry'),
  }
}
