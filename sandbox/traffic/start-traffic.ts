import { scaleManifests } from '../manifests/scale'
import type { ClusterObjects } from './cluster-objects'
import type { Meta } from './meta'
import { applyObjects } from './apply-objects'
import { connect } from './kube-connection'
import type { Mesh } from './mesh'
import { compileMesh } from './mesh'
import type { Sample } from './sample'
import { createSimulation } from './simulate'
import { exposeText } from './expose-text'
import type { KindWatch } from './watch-kind'
import { watchKind } from './watch-kind'

export interface TrafficOptions {
  /** Path of the kubeconfig; its current context is used. */
  kubeconfig: string
  /** So many synthetic services are created first, besides what the cluster holds. */
  scale?: number
  seed?: number
  /** Requests are made up so often, milliseconds; 200 unless told. */
  tickMs?: number
  /** Called with what went wrong when a list or watch breaks; it is tried again by itself. */
  onTrouble?: (message: string) => void
}

export interface Traffic {
  samples(): readonly Sample[]
  /** The same in Prometheus' text format, on request without histograms, which are nine series of ten. */
  expose(histograms?: boolean): string
  close(): Promise<void>
}

const ofHistogram = /_(bucket|sum|count)$/

type Kinds = Required<ClusterObjects>

const istio = '/apis/networking.istio.io/v1'
const gatewayApi = '/apis/gateway.networking.k8s.io/v1'
const traefik = '/apis/traefik.io/v1alpha1'
const handMade = 'endpointslice.kubernetes.io/managed-by!=endpointslice-controller.k8s.io'
const paths: Record<keyof Kinds, string> = {
  services: '/api/v1/services',
  pods: '/api/v1/pods',
  namespaces: '/api/v1/namespaces',
  deployments: '/apis/apps/v1/deployments',
  // Those of the controller repeat what selectors and pods say.
  endpointslices: `/apis/discovery.k8s.io/v1/endpointslices?labelSelector=${encodeURIComponent(handMade)}`,
  virtualservices: `${istio}/virtualservices`,
  destinationrules: `${istio}/destinationrules`,
  gateways: `${istio}/gateways`,
  serviceentries: `${istio}/serviceentries`,
  gatewayclasses: `${gatewayApi}/gatewayclasses`,
  k8sgateways: `${gatewayApi}/gateways`,
  httproutes: `${gatewayApi}/httproutes`,
  grpcroutes: `${gatewayApi}/grpcroutes`,
  referencegrants: '/apis/gateway.networking.k8s.io/v1beta1/referencegrants',
  ingressroutes: `${traefik}/ingressroutes`,
  traefikservices: `${traefik}/traefikservices`,
}

/** Starts traffic by the routes in a cluster, real or sandbox; resolves when every kind has been listed once. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { kubeconfig, scale = 0, seed = 1, tickMs = 200, onTrouble = () => undefined } = options
  const connection = connect(kubeconfig)
  await applyObjects(connection, scaleManifests(scale))
  let mesh: Mesh | undefined
  const watch = <K extends keyof Kinds>(kind: K): KindWatch<Kinds[K][number]> =>
    watchKind(connection, paths[kind], () => (mesh = undefined), onTrouble)
  const watches: { [K in keyof Kinds]: KindWatch<Kinds[K][number]> } = {
    services: watch('services'),
    pods: watch('pods'),
    namespaces: watch('namespaces'),
    deployments: watch('deployments'),
    endpointslices: watch('endpointslices'),
    virtualservices: watch('virtualservices'),
    destinationrules: watch('destinationrules'),
    gateways: watch('gateways'),
    serviceentries: watch('serviceentries'),
    gatewayclasses: watch('gatewayclasses'),
    k8sgateways: watch('k8sgateways'),
    httproutes: watch('httproutes'),
    grpcroutes: watch('grpcroutes'),
    referencegrants: watch('referencegrants'),
    ingressroutes: watch('ingressroutes'),
    traefikservices: watch('traefikservices'),
  }
  const snapshot = (): Kinds => {
    const items: { [K in keyof Kinds]?: readonly { metadata: Meta }[] } = {}
    for (const kind of Object.keys(watches) as (keyof Kinds)[]) items[kind] = watches[kind].items()
    return items as Kinds
  }
  await Promise.all(Object.values(watches).map((item) => item.ready))

  const simulation = createSimulation({ seed })
  let last = Date.now()
  const timer = setInterval(() => {
    mesh ??= compileMesh(snapshot())
    const now = Date.now()
    // A late timer catches up, but a machine that slept does not.
    simulation.tick(mesh, now, Math.min(5 * tickMs, Math.max(0, now - last)))
    last = now
  }, tickMs)

  return {
    samples: () => simulation.samples(),
    expose: (histograms = true) => {
      const all = simulation.samples()
      return exposeText(histograms ? all : all.filter(({ name }) => !ofHistogram.test(name)))
    },
    async close() {
      clearInterval(timer)
      for (const item of Object.values(watches)) item.stop()
      await connection.close()
    },
  }
}
