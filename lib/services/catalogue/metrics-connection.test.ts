import { expect, test } from 'vitest'
import { MetricsConnectionDto } from '../../contracts/connections'
import { metricsConnection } from './metrics-connection'

const cost = {
  tick: [{ part: 'succeeded', ms: 3, bytes: 100, ok: true }],
  minute: { queries: 6, ms: 20, bytes: 600, failed: 1 },
}

test('the connection and its cost, as the contract has them, and nothing more', () => {
  const health = {
    configured: true,
    ok: false,
    detail: 'Prometheus answered 502.',
    scrapeSeconds: 15,
    lastQueries: 6,
    leastWindow: 60,
    matchers: ['cluster="prod"'],
    sources: ['linkerd'],
    cost,
    url: 'https://user:secret@prometheus',
  }
  const dto = metricsConnection(health)
  expect(MetricsConnectionDto.parse(dto)).toEqual(dto)
  expect(dto).toEqual({
    configured: true,
    ok: false,
    detail: 'Prometheus answered 502.',
    scrapeInterval: 15,
    window: 60,
    matchers: ['cluster="prod"'],
    sources: ['linkerd'],
    cost: { budget: 12, ...cost },
  })
})
