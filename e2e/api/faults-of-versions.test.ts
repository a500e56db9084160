import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onRealControlPlane } from '../support/cluster'
import { engineTicks } from '../support/engine-ticks'
import { scriptVersion } from '../support/fault-scripts'
import { routeManifest, serviceManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { startRelease } from '../support/release'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { until } from '../support/target'

const versions = { from: 'v1', to: 'v2' }
const timeout = 300_000
const health = [
  { kind: 'success-rate', slo: 99 },
  { kind: 'latency', thresholdMs: 250, maxRatio: 2, slo: 95 },
  { kind: 'pods', maxRestarts: 1 },
]
const plan = { preset: 'linear', step: 50, bake: '5s', timeout: '120s', settle: '4s', checks: health }

/** Releases that run by themselves, of a canary that does what one of the sandbox's scripts says. */
describe('faults of a version', () => {
  let place: Playground
  let web: Subject

  const route = () =>
    routeManifest(place.namespace, 'web', [{ name: 'main', route: split('web', { v1: 100, v2: 0 }) }])
  const becomes = (script: string) => scriptVersion(place.namespace, 'web', versions.to, script)
  const askedBy = async (rps: number) =>
    place.apply(serviceManifest(place.namespace, 'web', { app: 'web' }, rps))

  beforeAll(async () => {
    place = await playground('faults')
    await place.runs('web', { v1: {}, v2: {} }, 400)
    await place.apply(route())
    web = await place.sees('web')
  })

  beforeEach(async () => {
    await askedBy(400)
    await web.setWeights('release-manager', { v1: 100, v2: 0 })
    await web.untilWeights({ v1: 100, v2: 0 })
  })

  afterAll(async () => {
    await place.remove()
  })

  it.each([
    ['fails', '0s error-rate=0; 4s error-rate=0.3', 'success-rate'],
    ['is slow', '0s error-rate=0 latency-ms=8; 4s latency-ms=400', 'latency'],
    ['leaks', '0s error-rate=0 latency-ms=8; 25s error-rate~0.4 latency-ms~900', undefined],
  ])('%s: aborted by the judge, on evidence that is kept', { timeout }, async (_what, script, kind) => {
    await becomes(script)
    const release = await startRelease(web, versions, { ...plan, bake: '20s' })
    const end = await release.ended()
    expect([end.state, end.verdict?.state], JSON.stringify(end.log)).toEqual(['aborted', 'fail'])
    say(end.verdict?.words ?? '')
    expect(await web.weights()).toEqual({ v1: 100, v2: 0 })
    expect(await release.moves()).toEqual(['weight 50', 'weight 0'])
    const failed = (await release.measurements())
      .flatMap(({ checks }) => checks)
      .filter(({ state }) => state === 'fail')
    expect(failed).not.toEqual([])
    if (kind !== undefined) expect([...new Set(failed.map((check) => check.kind))]).toEqual([kind])
    expect(failed[0]?.evidence).toMatch(/\d/)
  })

  it(
    'crash-loops: aborted by its pods, though the requests that get through succeed',
    { timeout },
    async () => {
      if (onRealControlPlane()) {
        say('KWOK keeps pods ready: crash loops exist in the sandbox alone')
        return
      }
      await becomes('0s error-rate=0; 6s crash-loop=1')
      const release = await startRelease(web, versions, {
        ...plan,
        bake: '60s',
        checks: [{ kind: 'pods', maxRestarts: 1 }],
      })
      const end = await release.ended()
      expect([end.state, end.verdict?.state], JSON.stringify(end.log)).toEqual(['aborted', 'fail'])
      say(end.verdict?.words ?? '')
      await becomes('v2-fine')
      await place.sees('web')
    },
  )

  it('is fine: promoted', { timeout }, async () => {
    await becomes('v2-fine')
    const release = await startRelease(web, versions, plan)
    const end = await release.ended()
    expect(end.state, JSON.stringify(end.log)).toBe('promoted')
    expect(await release.moves()).toEqual(['weight 50', 'weight 100'])
  })

  it('is asked nothing: held, never promoted, and goes on once requests come', { timeout }, async () => {
    await becomes('v2-fine')
    await askedBy(0)
    const release = await startRelease(web, versions, { ...plan, timeout: '6s' })
    const held = await release.until('holding', ({ state }) => state !== 'running')
    expect(held.state, JSON.stringify(held.log)).toBe('holding')
    expect(held.verdict?.state).toBe('inconclusive')
    say(`held: ${held.waitingFor ?? held.verdict?.words ?? ''}`)
    expect(held.weight).toBe(50)
    // It keeps looking, and nothing that it measures is a pass.
    const looked = await engineTicks()
    await until('more looks', engineTicks, (now) => now >= looked + 5)
    const measured = await release.measurements()
    expect(measured.filter(({ verdict }) => verdict.state === 'pass')).toEqual([])
    expect((await release.read()).state).toBe('holding')
    await askedBy(400)
    const end = await release.ended()
    expect(end.state, JSON.stringify(end.log)).toBe('promoted')
  })
})
