import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { ClusterObjects, Deployment, Pod } from './cluster-objects'

interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
  spec?: { replicas?: number; template?: { metadata?: Pod['metadata']; spec?: Pod['spec'] } }
}

/** Every object of the demo's manifests, in file order. */
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
  // Two groups have a kind Gateway.
  const of = <T>(kind: string, group = ''): T[] =>
    manifests.filter((item) => item.kind === kind && item.apiVersion.startsWith(group)) as T[]
  const owners = [...of<Manifest>('Deployment'), ...of<Manifest>('ReplicaSet')]
  const setOf = ({ kind, metadata: { name } }: Manifest): string =>
    kind === 'ReplicaSet' ? name : `${name}-5d4f8c7b9`
  const pods = owners.flatMap((item) =>
    Array.from({ length: item.spec?.replicas ?? 1 }, (_none, index): Pod => ({
      metadata: {
        ...item.spec?.template?.metadata,
        name: `${setOf(item)}-${String(index).padStart(5, 'b')}`,
        namespace: item.metadata.namespace ?? '',
        ownerReferences: [{ kind: 'ReplicaSet', name: setOf(item) }],
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
    gateways: of('Gateway', 'networking.istio.io/'),
    serviceentries: of('ServiceEntry'),
    namespaces: of('Namespace'),
    endpointslices: of('EndpointSlice'),
    gatewayclasses: of('GatewayClass'),
    k8sgateways: of('Gateway', 'gateway.networking.k8s.io/'),
    httproutes: of('HTTPRoute'),
    grpcroutes: of('GRPCRoute'),
    referencegrants: of('ReferenceGrant'),
    ingressroutes: of('IngressRoute'),
    traefikservices: of('TraefikService'),
  }
}
