import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { MetricsConnectionDto } from '@/lib/contracts/connections'
import type { ClusterDto } from '@/lib/contracts/services'
import { call, demo } from '../support/target'

interface Connections {
  items: z.infer<typeof ClusterDto>[]
  metrics: MetricsConnectionDto
}
const clusters = () => call<Connections>('viewer', 'GET', '/clusters')

it('tells what the graph costs Prometheus, within the budget of a tick', async () => {
  await call('viewer', 'GET', '/topology')
  const metrics = await vi.waitFor(
    async () => {
      const { status, body } = await clusters()
      expect(status).toBe(200)
      const found = MetricsConnectionDto.parse(body.metrics)
      expect(found.cost.tick.map(({ part }) => part)).toContain('succeeded')
      return found
    },
    { timeout: 30_000, interval: 1000 },
  )
  expect(metrics.ok).toBe(true)
  expect(metrics.cost.tick.length).toBeLessThanOrEqual(metrics.cost.budget)
  expect(metrics.cost.minute.queries).toBeGreaterThanOrEqual(metrics.cost.tick.length)
  expect(metrics.cost.tick.every(({ bytes }) => bytes > 0)).toBe(true)
  if (metrics.scrapeInterval !== null) expect(metrics.window).toBe(4 * metrics.scrapeInterval)
})

it('shows neither addresses nor credentials of what Aviary is connected to', async () => {
  const { body } = await clusters()
  const text = JSON.stringify(body)
  const { prometheus, kubeconfig, database } = demo()
  const written = readFileSync(kubeconfig, 'utf8')
  const server = /server:\s*(\S+)/.exec(written)?.[1]
  const secrets = [...written.matchAll(/(?:token|-data):\s*(\S+)/g)].map(([, secret]) => secret)
  for (const hidden of [prometheus, new URL(prometheus).host, database, server, ...secrets])
    expect(text).not.toContain(hidden ?? 'missing')
  expect(Object.keys(body.metrics).sort()).toEqual([
    'configured',
    'cost',
    'matchers',
    'ok',
    'scrapeInterval',
    'sources',
    'window',
  ])
})
