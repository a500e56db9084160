import { scaleManifests } from '../manifests/scale'
import type { ClusterObjects } from './cluster-objects'
import { applyObjects } from './apply-objects'
import { connect } from './kube-connection'
import type { Mesh } from './mesh'
import { compileMesh } from './mesh'
import type { Sample } from './sample'
import { createSimulation } from './simulate'
import { exposeText } from './expose-text'
import { watchKind } from './watch-kind'

export interface TrafficOptions {
  /** Path of the kubeconfig; its current context is used. */
  kubeconfig: string
  /** So many synthetic services are created first, besides what the cluster holds. */
  scale?: number
  seed?: number
  /** Called with what went wrong when a list or watch breaks; it is tried again by itself. */
  onTrouble?: (message: string) => void
}

export interface Traffic {
  samples(): readonly Sample[]
  /** The same in Prometheus' text format. */
  expose(): string
  close(): Promise<void>
}

const tickMs = 200
const network = '/apis/networking.istio.io/v1'
const paths: Record<keyof ClusterObjects, string> = {
  services: '/api/v1/services',
  pods: '/api/v1/pods',
  deployments: '/apis/apps/v1/deployments',
  virtualservices: `${network}/virtualservices`,
  destinationrules: `${network}/destinationrules`,
  gateways: `${network}/gateways`,
  serviceentries: `${network}/serviceentries`,
}

/** Starts traffic by the routes in a cluster, real or sandbox; resolves when every kind has been listed once. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { kubeconfig, scale = 0, seed = 1, onTrouble = () => undefined } = options
  const connection = connect(kubeconfig)
  await applyObjects(connection, scaleManifests(scale))
  let mesh: Mesh | undefined
  const watch = <K extends keyof ClusterObjects>(kind: K) =>
    watchKind<ClusterObjects[K][number]>(connection, paths[kind], () => (mesh = undefined), onTrouble)
  const watches = {
    services: watch('services'),
    pods: watch('pods'),
    deployments: watch('deployments'),
    virtualservices: watch('virtualservices'),
    destinationrules: watch('destinationrules'),
    gateways: watch('gateways'),
    serviceentries: watch('serviceentries'),
  }
  await Promise.all(Object.values(watches).map((item) => item.ready))

  const simulation = createSimulation({ seed })
  let last = Date.now()
  const timer = setInterval(() => {
    mesh ??= compileMesh({
      services: watches.services.items(),
      pods: watches.pods.items(),
      deployments: watches.deployments.items(),
      virtualservices: watches.virtualservices.items(),
      destinationrules: watches.destinationrules.items(),
      gateways: watches.gateways.items(),
      serviceentries: watches.serviceentries.items(),
    })
    const now = Date.now()
    // A late timer catches up, but a machine that slept does not.
    simulation.tick(mesh, now, Math.min(5 * tickMs, Math.max(0, now - last)))
    last = now
  }, tickMs)

  return {
    samples: () => simulation.samples(),
    expose: () => exposeText(simulation.samples()),
    async close() {
      clearInterval(timer)
      for (const item of Object.values(watches)) item.stop()
      await connection.close()
    },
  }
}
