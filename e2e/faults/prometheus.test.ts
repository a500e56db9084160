import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { startRelease } from '../support/release'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { until } from '../support/target'
import type { FaultStack } from './stack'
import { startFaultStack } from './stack'

const timeout = 300_000
const versions = { from: 'v1', to: 'v2' }
const checks = [{ kind: 'success-rate', slo: 99 }]
const plan = {
  steps: [
    { kind: 'weight', weight: 50 },
    { kind: 'bake', for: '20s' },
    { kind: 'analysis', timeout: '5s' },
    { kind: 'weight', weight: 100 },
  ],
  checks,
  settle: '4s',
}

describe('a release whose Prometheus is out of order', () => {
  let stack: FaultStack
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    stack = await startFaultStack()
    place = await playground('prometheus')
    web = await place.splits('web', 400)
  }, timeout)

  beforeEach(async () => {
    await web.setWeights('release-manager', { v1: 100, v2: 0 })
    await web.untilWeights({ v1: 100, v2: 0 })
  })

  afterEach(async () => {
    await stack.prometheus.fault('prometheus-fine')
  })

  afterAll(async () => {
    await place.remove()
    await stack.stop()
  })

  it.each(['gone', 'slow', 'huge', 'nan', 'partial'])(
    '%s: it holds where it is, and goes on when metrics are back',
    { timeout },
    async (fault) => {
      const release = await startRelease(web, versions, plan)
      await release.until('50 %', async () => (await release.moves()).includes('weight 50'))
      await stack.prometheus.fault(`prometheus-${fault}`)
      const held = await release.until('holding', ({ state }) => state !== 'running')
      expect(held.state, JSON.stringify(held.log)).toBe('holding')
      say(`${fault}: ${held.waitingFor ?? held.log.at(-1)?.words ?? ''}`)
      expect(await web.weights()).toEqual({ v1: 50, v2: 50 })
      // What is measured meanwhile is never taken for a failure, and never for a pass.
      const meanwhile = (await release.measurements()).filter(({ at }) => at > (held.log.at(-1)?.at ?? ''))
      expect(meanwhile.filter(({ interval }) => interval.complete)).toEqual([])
      await stack.prometheus.fault('prometheus-fine')
      const end = await release.ended()
      expect(end.state, JSON.stringify(end.log)).toBe('promoted')
      expect(await release.moves()).toEqual(['weight 50', 'weight 100'])
    },
  )

  it('gone: can still be aborted, at once', { timeout }, async () => {
    const release = await startRelease(web, versions, plan)
    await release.until('50 %', async () => (await release.moves()).includes('weight 50'))
    await stack.prometheus.fault('prometheus-gone')
    const reply = await release.verb('on-call', 'abort', { reason: 'flying blind' })
    expect([reply.status, reply.body.state], JSON.stringify(reply.body)).toEqual([200, 'aborted'])
    expect(await web.weights()).toEqual({ v1: 100, v2: 0 })
  })

  it('gone from the start: traffic does not go past the first step', { timeout }, async () => {
    await stack.prometheus.fault('prometheus-gone')
    const release = await startRelease(web, versions, plan)
    const held = await release.until('holding', ({ state }) => state !== 'running')
    expect(held.state, JSON.stringify(held.log)).toBe('holding')
    await stack.prometheus.fault('prometheus-fine')
    await until('the end', release.read, ({ state }) => state === 'promoted', 180)
  })
})
