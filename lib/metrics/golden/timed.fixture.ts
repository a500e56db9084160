import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene, type SceneSeries } from './scene.fixture'

const call = { from: peer('web'), to: peer('cart'), service: service('cart') }

/** Requests a second by the upper bound of their bucket, milliseconds. */
const durations = { 5: 40, 10: 40, 25: 10, 100: 8, 500: 2 }
const total = Object.values(durations).reduce((sum, rate) => sum + rate, 0)

/** A histogram of durations and the sizes of bodies beside a counter of requests. */
function withFigures(counter: SceneSeries): SceneSeries[] {
  const { labels } = counter
  let below = 0
  const buckets = Object.entries(durations).map(([le, rate]) => {
    below += rate
    return {
      metric: 'istio_request_duration_milliseconds_bucket',
      labels: { ...labels, le },
      perSecond: below,
    }
  })
  const one = (metric: string, perSecond: number) => ({ metric, labels, perSecond })
  return [
    counter,
    ...buckets,
    {
      metric: 'istio_request_duration_milliseconds_bucket',
      labels: { ...labels, le: '+Inf' },
      perSecond: total,
    },
    one('istio_request_duration_milliseconds_sum', 12 * total),
    one('istio_request_duration_milliseconds_count', total),
    one('istio_request_bytes_sum', 300 * total),
    one('istio_response_bytes_sum', 2_000 * total),
  ]
}

/** Both reporters time the same requests: the caller's counts, and nothing is added. */
export const timed: Scene = {
  name: 'timed',
  clusters: mesh(['shop/web', 'shop/cart']),
  series: [
    ...withFigures(requests({ ...call, reporter: 'source', perSecond: total })),
    ...withFigures(requests({ ...call, reporter: 'destination', perSecond: total })),
  ],
  nodes: [node.service('web'), node.version('web'), node.service('cart'), node.version('cart')],
  edges: [
    { from: node.version('web'), to: node.service('cart'), rate: total },
    { from: node.service('cart'), to: node.version('cart'), rate: total },
  ],
}
