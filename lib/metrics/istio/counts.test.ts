import { describe, expect, test } from 'vitest'
import { unprovenInstances } from '../counters/targets'
import type { Series } from '../prometheus/answer'
import { countRequests, seriesOfService } from './counts'

const scrapeSeconds = 2
const since = 100_000

/** Values at consecutive scrapes from second `from`; undefined is a missing sample. */
function counter(
  version: string,
  values: (number | undefined)[],
  more: Record<string, string> = {},
  from = 100,
): Series {
  return {
    labels: {
      job: 'mesh',
      instance: 'a',
      destination_workload: `w-${version}`,
      destination_canonical_revision: version,
      response_code: '200',
      ...more,
    },
    points: values.flatMap((value, index) =>
      value === undefined ? [] : [{ time: (from + index * scrapeSeconds) * 1000, value }],
    ),
  }
}

function count(series: Series[], scrapes: Series[] = [], to = 110_000) {
  return countRequests({ series, scrapes, since, to, scrapeSeconds, warned: false })
}

describe('counts', () => {
  test('are integer differences per version and interval', () => {
    const counts = count([
      counter('v1', [50, 60, 75, 90, 90, 100]),
      counter('v2', [5, 6, 7, 8, 9, 10]),
      counter('v2', [0, 0, 0, 1, 1, 1], { response_code: '503' }),
    ])
    expect(counts.versions).toEqual([
      { version: 'v1', requests: 50, failures: 0, perInterval: [10, 15, 15, 0, 10] },
      { version: 'v2', requests: 6, failures: 1, perInterval: [1, 1, 2, 1, 1] },
    ])
    expect(counts).toMatchObject({
      from: '1970-01-01T00:01:40.000Z',
      to: '1970-01-01T00:01:50.000Z',
      complete: true,
      lost: 0,
    })
  })

  test('samples before `since` do not count', () => {
    expect(count([counter('v1', [0, 40, 50, 60], {}, 96)]).versions[0]?.requests).toBe(10)
  })

  test('a reset starts from zero again', () => {
    expect(count([counter('v1', [100, 110, 3, 8])]).versions[0]?.requests).toBe(18)
  })

  test("a canary's first error counts: its series begins on a target that was scraped before", () => {
    const counts = count([
      counter('v2', [5, 6, 7, 8]),
      counter('v2', [undefined, undefined, 1, 1], { response_code: '500' }),
    ])
    expect(counts.versions[0]).toMatchObject({ requests: 4, failures: 1 })
  })

  test('without any other series the scrapes of the target prove it; a failed scrape does not', () => {
    const first = counter('v2', [undefined, 4, 6])
    const up = (value: number) => ({
      labels: { job: 'mesh', instance: 'a' },
      points: [{ time: since, value }],
    })
    expect(unprovenInstances([first], since)).toEqual(['a'])
    expect(count([first], [up(1)]).versions[0]?.requests).toBe(6)
    expect(count([first], [up(0)]).versions[0]?.requests).toBe(2)
    expect(count([first]).versions[0]?.requests).toBe(2)
  })

  test('another target proves nothing', () => {
    const counts = count([counter('v1', [0, 10, 20]), counter('v2', [undefined, 7, 9], { instance: 'b' })])
    expect(counts.versions[1]).toMatchObject({ version: 'v2', requests: 2 })
    expect(unprovenInstances([counter('v2', [undefined, 7, 9], { instance: 'b' })], since)).toEqual(['b'])
  })

  test('requests that reached no version are lost, not the fault of one', () => {
    const counts = count([
      counter('v1', [0, 10]),
      counter('latest', [0, 4], {
        destination_workload: 'unknown',
        response_code: '503',
        response_flags: 'UH',
      }),
    ])
    expect(counts.lost).toBe(4)
    expect(counts.versions).toHaveLength(1)
  })

  test('the gRPC status decides before the HTTP code', () => {
    const grpc = (status: string) => counter('v1', [0, 1], { grpc_response_status: status })
    const failures = ['0', '1', '2', '4', '5', '12', '13', '14', '15', '16'].map(
      (status) => count([grpc(status)]).versions[0]?.failures,
    )
    expect(failures).toEqual([0, 0, 1, 1, 0, 1, 1, 1, 1, 0])
  })

  test('no response is a failure, 4xx is none', () => {
    expect(count([counter('v1', [0, 1], { response_code: '0' })]).versions[0]?.failures).toBe(1)
    expect(count([counter('v1', [0, 1], { response_code: '404' })]).versions[0]?.failures).toBe(0)
  })

  test('nothing at all is complete, with no versions', () => {
    expect(count([])).toMatchObject({ versions: [], complete: true })
  })

  test('a long gap, an old end and a warning are incomplete', () => {
    const gap = new Array<undefined>(6).fill(undefined)
    expect(count([counter('v1', [0, 1, ...gap, 9])], [], 116_000).complete).toBe(false)
    expect(count([counter('v1', [0, 1])], [], 130_000).complete).toBe(false)
    expect(
      countRequests({ series: [], scrapes: [], since, to: since, scrapeSeconds, warned: true }).complete,
    ).toBe(false)
  })
})

test('series without a namespace belong to the service that their host names', () => {
  const service = { cluster: 'c', namespace: 'shop', name: 'checkout' }
  const lost = (host: string) =>
    counter('v1', [1], { destination_service_namespace: 'unknown', destination_service: host })
  const own = counter('v1', [1], { destination_service_namespace: 'shop' })
  const hosts = [
    'checkout.shop.svc.cluster.local',
    'checkout.other.svc.cluster.local',
    'checkout.shop',
    'checkout-v2.shop.svc',
  ]
  expect(seriesOfService([own, ...hosts.map(lost)], service, ['checkout-v2'])).toHaveLength(4)
  expect(seriesOfService([own, ...hosts.map(lost)], service, [])).toHaveLength(3)
})
