import { afterAll, beforeAll } from 'vitest'
import { gatewayApiRouter } from '@/lib/traffic/gateway-api/router'
import { kubernetesRouter } from '@/lib/traffic/kubernetes/router'
import { traefikRouter } from '@/lib/traffic/traefik/router'
import { trafficRouterContract } from '@/lib/traffic/traffic-router.contract'
import { ingressRouteManifest, weightedManifest } from '../cluster/traefik-manifests'
import type { ContractCluster } from '../support/contract-cluster'
import { contractCluster } from '../support/contract-cluster'
import { backendRefs, httpRouteToService, weightedServices } from '../support/data-planes'
import { deploymentManifest, serviceManifest } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'

/** The router contract on objects as a running cluster serves them; Istio's is in contract.test.ts. */

const split = { v1: 90, v2: 10 }
const other = { path: '/other', service: 'cart' }

let place: Playground
let cluster: ContractCluster

beforeAll(async () => {
  place = await playground('contract')
  const { namespace } = place
  await place.apply(
    serviceManifest(namespace, 'cart', { app: 'cart' }),
    ...['gateway', 'grpc', 'traefik', 'inline'].flatMap((app) => [
      serviceManifest(namespace, app, { app }),
      ...['v1', 'v2'].flatMap((version) => [
        serviceManifest(namespace, `${app}-${version}`, { app, version }),
        deploymentManifest(namespace, app, version, { replicas: 1 }),
      ]),
    ]),
  )
  cluster = await contractCluster('alien')
  await place.apply(serviceManifest(namespace, 'alien', { app: 'alien' }))
})

afterAll(async () => {
  await cluster.stop()
  await place.remove()
})

trafficRouterContract('an HTTPRoute on the running cluster', async () => {
  await place.apply(
    httpRouteToService(place.namespace, 'gateway', [
      {
        matches: [{ path: { type: 'Exact', value: other.path } }],
        backendRefs: [{ name: other.service, port: 8080 }],
      },
      { backendRefs: backendRefs(split, 'gateway') },
    ]),
  )
  return cluster.split(gatewayApiRouter, place.namespace, 'gateway')
})

trafficRouterContract('a GRPCRoute on the running cluster', async () => {
  const rules = [{ matches: [{ method: { service: 'shop.Cart' } }], backendRefs: backendRefs(split, 'grpc') }]
  await place.apply({ ...httpRouteToService(place.namespace, 'grpc', rules), kind: 'GRPCRoute' })
  return cluster.split(gatewayApiRouter, place.namespace, 'grpc')
})

trafficRouterContract('an IngressRoute with a TraefikService on the running cluster', async () => {
  await place.apply(
    weightedManifest(place.namespace, 'traefik', weightedServices(split, 'traefik')),
    ingressRouteManifest(place.namespace, 'traefik', [
      {
        match: `Host(\`traefik.example\`) && Path(\`${other.path}\`)`,
        services: [{ name: other.service, port: 8080 }],
      },
      { match: 'Host(`traefik.example`)', services: [{ kind: 'TraefikService', name: 'traefik' }] },
    ]),
  )
  return cluster.split(traefikRouter, place.namespace, 'traefik')
})

trafficRouterContract('an IngressRoute with weights of its own on the running cluster', async () => {
  await place.apply(
    ingressRouteManifest(place.namespace, 'inline', [
      { match: 'Host(`inline.example`)', services: weightedServices(split, 'inline') },
    ]),
  )
  return cluster.split(traefikRouter, place.namespace, 'inline')
})

// A hundred pods, so that counts and percents are the same numbers.
trafficRouterContract('a plain Service on the running cluster', async () => {
  await place.apply(
    serviceManifest(place.namespace, 'plain', { app: 'plain' }),
    ...Object.entries(split).map(([version, replicas]) =>
      deploymentManifest(place.namespace, 'plain', version, { replicas }),
    ),
  )
  return cluster.split(kubernetesRouter, place.namespace, 'plain')
})
