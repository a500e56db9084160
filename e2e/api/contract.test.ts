import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { describeKubeContract } from '@/lib/kube/kube.contract'
import { istioRouter } from '@/lib/traffic/istio/router'
import { trafficRouterContract } from '@/lib/traffic/traffic-router.contract'
import type { ContractCluster } from '../support/contract-cluster'
import { contractCluster } from '../support/contract-cluster'
import { deploymentManifest, routeManifest, serviceManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { adminKubeconfig } from '../support/target'

/** The contracts of lib's ports, kept on the running cluster and not on stand-ins in memory. */

let place: Playground
let cluster: ContractCluster

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
  cluster = await contractCluster('cart')
})

afterAll(async () => {
  await cluster.stop()
  await place.remove()
})

/** The route anew, as at the start, once its pods are there. */
async function routed(name: string, route: ReturnType<typeof split>) {
  const other = {
    name: 'other',
    match: [{ uri: { prefix: '/other' } }],
    route: [{ destination: { host: 'elsewhere' } }],
  }
  await place.apply(routeManifest(place.namespace, name, [other, { name: 'main', route }]))
  return cluster.split(istioRouter, place.namespace, name)
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
