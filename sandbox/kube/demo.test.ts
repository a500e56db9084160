import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readManifests } from '../traffic/manifest-objects'
import { listAt, numberAt, objectAt, textAt, type JsonObject } from './json'
import { TestCluster } from './test-cluster'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await TestCluster.start()
  for (const manifest of readManifests()) await cluster.api.apply(manifest)
}, 60_000)
afterAll(() => cluster.stop())

const items = async (path: string): Promise<JsonObject[]> =>
  listAt((await cluster.call('GET', path)).body, 'items') as JsonObject[]
const nameOf = (object: unknown) =>
  `${textAt(object, 'metadata', 'namespace') ?? ''}/${textAt(object, 'metadata', 'name') ?? ''}`
const gatewayApi = '/apis/gateway.networking.k8s.io/v1'

it('comes up: everything is available but the canary that no node fits', async () => {
  await vi.waitFor(
    async () => {
      const short = (await items('/apis/apps/v1/deployments')).filter(
        (each) => (numberAt(each, 'status', 'availableReplicas') ?? 0) !== numberAt(each, 'spec', 'replicas'),
      )
      expect(short.map(nameOf)).toEqual(['mistakes/canary-pending-v2'])
    },
    { timeout: 40_000, interval: 200 },
  )
}, 60_000)

it('keeps the pods few enough for a laptop', async () => {
  expect((await items('/api/v1/pods')).length).toBeLessThan(240)
})

it('has every route accepted, with all references resolved, but for the mistakes', async () => {
  const all = [...(await items(`${gatewayApi}/httproutes`)), ...(await items(`${gatewayApi}/grpcroutes`))]
  const routes = all.filter((each) => !nameOf(each).startsWith('mistakes/'))
  expect(routes.map(nameOf)).toEqual(['bazaar/catalog', 'market/basket', 'market/pricing', 'market/reviews'])
  for (const route of routes) {
    const parents = listAt(route, 'status', 'parents')
    const conditions = parents.flatMap((parent) => listAt(parent, 'conditions'))
    const summary = conditions.map((each) => [textAt(each, 'type'), textAt(each, 'status')])
    expect(summary, nameOf(route)).toEqual([
      ['Accepted', 'True'],
      ['ResolvedRefs', 'True'],
    ])
  }
  const gateways = await items(`${gatewayApi}/gateways`)
  for (const gateway of gateways.filter(
    (each) => textAt(each, 'spec', 'gatewayClassName') !== 'istio-waypoint',
  ))
    expect(numberAt(listAt(gateway, 'status', 'listeners')[0], 'attachedRoutes'), nameOf(gateway)).toBe(1)
})

it('shows the state that other owners and autoscalers are in', async () => {
  const [rollout] = await items('/apis/argoproj.io/v1alpha1/rollouts')
  const [canary] = await items('/apis/flagger.app/v1beta1/canaries')
  expect(textAt(rollout, 'status', 'phase')).toBe('Paused')
  expect(numberAt(canary, 'status', 'canaryWeight')).toBe(10)
  for (const scaler of await items('/apis/autoscaling/v2/horizontalpodautoscalers'))
    expect(numberAt(scaler, 'status', 'currentReplicas'), nameOf(scaler)).toBeGreaterThan(0)
  const [quota] = await items('/api/v1/namespaces/kiosk/resourcequotas')
  const kiosk = await items('/api/v1/namespaces/kiosk/pods')
  expect(objectAt(quota, 'status', 'used')).toEqual({ pods: String(kiosk.length) })
})
