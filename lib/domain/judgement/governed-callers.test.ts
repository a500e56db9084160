import { describe, expect, test } from 'vitest'
import { meshOf, object, route, rule } from '../topology/sample-mesh'
import type { CallerCounts, ServiceCounts } from '../topology/traffic'
import { sumOfCallers } from '../topology/caller-counts'
import { governedBy } from './governed-callers'
import { verifyRules } from './verify-rules'

const labelled = (name: string, labels: Record<string, string>) => {
  const pod = object('Pod', 'istio-system', name, {})
  return { ...pod, metadata: { ...pod.metadata, labels } }
}
const { view } = meshOf(
  {},
  {
    istiogateways: [object('Gateway', 'shop', 'web', { selector: { istio: 'ingressgateway' } })],
    k8sgateways: [object('Gateway', 'istio-system', 'front', { gatewayClassName: 'istio' })],
    pods: [
      labelled('istio-ingressgateway-5d4f-x7k', { istio: 'ingressgateway', app: 'istio-ingressgateway' }),
      labelled('front-istio-77-abc', { 'gateway.networking.k8s.io/gateway-name': 'front' }),
    ],
  },
)

/** What one caller sent in each of ten intervals, by version. */
const caller = (
  workload: string,
  each: Record<string, number>,
  namespace = 'istio-system',
): CallerCounts => ({
  namespace,
  workload,
  versions: Object.entries(each).map(([version, requests]) => ({
    version,
    requests: 10 * requests,
    failures: 0,
    perInterval: new Array<number>(10).fill(requests),
  })),
})
const countsOf = (callers: CallerCounts[]): ServiceCounts => ({
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-01T00:00:20.000Z',
  scrapeSeconds: 2,
  versions: sumOfCallers(callers),
  callers,
  lost: 0,
  complete: true,
})
const atGateway = route([rule({ v1: 90, v2: 10 })], { gateways: ['shop/web'] })
const verified = (callers: CallerCounts[], gateways = ['shop/web']) => {
  const routes = [{ ...atGateway, gateways }]
  const [found] = verifyRules(routes, countsOf(callers), {}, [], governedBy(view))
  return found?.verification
}

const split = caller('istio-ingressgateway', { v1: 900, v2: 100 })
const byPods = caller('frontend-v1', { v1: 500, v2: 500 }, 'shop')

describe('a route of a gateway alone', () => {
  test('is verified by what came through its gateway, whatever callers inside the mesh do', () => {
    expect(verified([split, byPods])).toMatchObject({ state: 'verified', requestsSeen: 10_000 })
  })

  test('is off when its own gateway splits wrongly, which callers inside the mesh cannot make good', () => {
    const wrong = caller('istio-ingressgateway', { v1: 500, v2: 500 })
    expect(verified([wrong])?.state).toBe('off')
    const good = caller('frontend-v1', { v1: 1300, v2: 0 }, 'shop')
    expect(verified([caller('istio-ingressgateway', { v1: 500, v2: 200 }), good])?.state).toBe('off')
  })

  test('says nothing of callers inside the mesh alone', () => {
    expect(verified([byPods])).toMatchObject({ state: 'converging', requestsSeen: 0 })
  })

  test('of Gateway API is known by the label of its pods', () => {
    const front = caller('front-istio', { v1: 900, v2: 100 })
    expect(verified([front, byPods], ['istio-system/front'])?.state).toBe('verified')
  })

  test('whose pods are not here may not be called off', () => {
    expect(verified([byPods], ['elsewhere/web'])).toMatchObject({
      state: 'unverifiable',
      reason: 'gateway-only',
    })
  })
})

test('a route of the mesh too counts everybody', () => {
  expect(verified([split, byPods], ['shop/web', 'mesh'])?.state).toBe('off')
})
