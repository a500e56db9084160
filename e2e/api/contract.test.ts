import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { composePatch } from '@/lib/domain/traffic/compose-patch'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { RunningClusters } from '@/lib/kube/clusters'
import { createClusters } from '@/lib/kube/clusters'
import { describeKubeContract } from '@/lib/kube/kube.contract'
import { istioRouter } from '@/lib/traffic/istio/router'
import { trafficRouterContract } from '@/lib/traffic/traffic-router.contract'
import { deploymentManifest, routeManifest, serviceManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { adminKubeconfig } from '../support/target'

/** The contracts of lib's ports, kept on the running cluster and not on stand-ins in memory. */

let place: Playground
let clusters: RunningClusters

beforeAll(async () => {
  place = await playground('contract')
  await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
  await place.apply(
    serviceManifest(place.namespace, 'cart', { app: 'cart' }),
    ...['v1', 'v2'].map((version) =>
      serviceManifest(place.namespace, `search-${version}`, { app: 'search', version }),
    ),
    serviceManifest(place.namespace, 'search', { app: 'search' }),
    ...['v1', 'v2'].map((version) => deploymentManifest(place.namespace, 'search', version, { replicas: 1 })),
  )
  clusters = createClusters({ kubeconfig: adminKubeconfig(), version: 'contract' })
  await clusters.start()
  expect(await clusters.ready(30_000)).toBe(true)
})

afterAll(async () => {
  await clusters.stop()
  await place.remove()
})

function look() {
  const [cluster = ''] = clusters.names()
  const view = clusters.view(cluster)
  if (!view) throw new Error('no view')
  return { cluster, view, client: clusters.client(cluster) }
}

async function send(writes: readonly PlannedWrite[]): Promise<void> {
  const { client, view } = look()
  for (const { object, live, patch } of writes) {
    if (!live || !patch) throw new Error('the contract plans patches only')
    const after = await client.patch(object, composePatch(live, patch, { operation: 'contract' }), {})
    await vi.waitFor(
      () => {
        const seen = view.get('virtualservices', object.namespace, object.name)
        expect(seen?.metadata.resourceVersion).toBe(after.metadata.resourceVersion)
      },
      { timeout: 10_000, interval: 20 },
    )
  }
}

/** The route anew, as at the start, once its pods are there. */
async function routed(name: string, route: ReturnType<typeof split>) {
  const other = {
    name: 'other',
    match: [{ uri: { prefix: '/other' } }],
    route: [{ destination: { host: 'elsewhere' } }],
  }
  await place.apply(routeManifest(place.namespace, name, [other, { name: 'main', route }]))
  const { cluster, view } = look()
  const service = { cluster, namespace: place.namespace, name }
  await vi.waitFor(
    () => {
      const [found] = istioRouter.readRoutes(view, service)
      const main = found?.rules.find(({ id }) => id === 'main')
      expect(main?.destinations.map(({ key, weight }) => [key, weight])).toEqual([
        ['v1', 90],
        ['v2', 10],
      ])
    },
    { timeout: 20_000, interval: 50 },
  )
  return {
    router: istioRouter,
    service,
    stranger: { cluster, namespace: place.namespace, name: 'cart' },
    from: 'v1',
    to: 'v2',
    view: () => view,
    send,
  }
}

trafficRouterContract('istio with subsets, on the running cluster,', () =>
  routed('web', split('web', { v1: 90, v2: 10 })),
)

trafficRouterContract('istio with a host for each version, on the running cluster,', () =>
  routed('search', [
    { destination: { host: 'search-v1' }, weight: 90 },
    { destination: { host: `search-v2.${place.namespace}.svc.cluster.local` }, weight: 10 },
  ]),
)

describeKubeContract('the running cluster', () =>
  Promise.resolve({
    kubeconfig: adminKubeconfig(),
    namespace: `e2e-kube-contract-${randomBytes(3).toString('hex')}`,
  }),
)
