import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Running } from '../support/release'
import { startRelease } from '../support/release'
import type { Subject } from '../support/service'
import { call, until } from '../support/target'
import type { FaultStack } from './stack'

const timeout = 300_000
const versions = { from: 'v1', to: 'v2' }
const stage = [
  { kind: 'bake', for: '2s' },
  { kind: 'analysis', timeout: '120s' },
]
const plan = {
  steps: [
    { kind: 'weight', weight: 20 },
    ...stage,
    { kind: 'weight', weight: 60 },
    ...stage,
    { kind: 'weight', weight: 100 },
  ],
  checks: [{ kind: 'success-rate', slo: 99 }, { kind: 'pods' }],
  settle: '4s',
}
/** Index of the second analysis. */
const secondAnalysis = 5

/** What of a write of 60 % becomes known after the restart, besides the one that is applied. */
interface Point {
  when: string
  kill(stack: FaultStack, release: Running): Promise<void>
  notApplied: number
}

const atWeight = (release: Running, weight: number, seconds = 60) =>
  release.until(`${weight} %`, async () => (await release.moves()).at(-1) === `weight ${weight}`, seconds)

/** Kills the server in the middle of its next write or dry run; resolves once it is gone. */
const killedAt = async (
  stack: FaultStack,
  hook: 'onWrite' | 'onDryRun',
  fate: 'swallow' | 'mute',
): Promise<void> => {
  await new Promise<void>((resolve, reject) => {
    let killed = false
    stack.gateway[hook](() => ({
      fate,
      done: () => {
        if (killed) return
        killed = true
        void stack.app.kill9().then(resolve, reject)
      },
    }))
  })
  stack.gateway[hook](() => ({ fate: 'pass' }))
}

const points: Point[] = [
  {
    when: 'before the intent of a write',
    kill: async (stack, release) => {
      await atWeight(release, 20)
      await killedAt(stack, 'onDryRun', 'swallow')
    },
    notApplied: 0,
  },
  {
    when: 'after the intent, before the cluster has the write',
    kill: async (stack, release) => {
      await atWeight(release, 20)
      await killedAt(stack, 'onWrite', 'swallow')
    },
    notApplied: 1,
  },
  {
    when: 'after the cluster has done the write, before the answer',
    kill: async (stack, release) => {
      await atWeight(release, 20)
      await killedAt(stack, 'onWrite', 'mute')
    },
    notApplied: 0,
  },
  {
    when: 'after the outcome of a write',
    kill: async (stack, release) => {
      await atWeight(release, 60)
      await stack.app.kill9()
    },
    notApplied: 0,
  },
  {
    when: 'during an analysis',
    kill: async (stack, release) => {
      await release.until('the second analysis', ({ step }) => step.index === secondAnalysis)
      await stack.app.kill9()
    },
    notApplied: 0,
  },
]

/**
 * A release whose server is killed at each of five points. `oracle` answers in what the cluster's own log and the
 * operations differ, where there is such a log.
 */
export function killPoints(
  start: () => Promise<FaultStack>,
  oracle?: (operations: OperationDto[]) => Promise<string[]>,
): void {
  describe('a release that runs by itself, and whose server is killed', () => {
    let stack: FaultStack
    let place: Playground
    let web: Subject

    beforeAll(async () => {
      stack = await start()
      place = await playground('kill')
      web = await place.splits('web', 400)
    }, timeout)

    beforeEach(async () => {
      await web.setWeights('release-manager', { v1: 100, v2: 0 })
      await web.untilWeights({ v1: 100, v2: 0 })
    })

    afterEach(() => {
      stack.gateway.onWrite(() => ({ fate: 'pass' }))
      stack.gateway.onDryRun(() => ({ fate: 'pass' }))
    })

    afterAll(async () => {
      await place.remove()
      await stack.stop()
    })

    const settled = (release: Running) =>
      until(
        'no open outcome',
        release.operations,
        (all) => all.every(({ outcome }) => outcome !== 'pending' && outcome !== 'unknown'),
        120,
      )

    it.each(points)(
      '$when: it goes on, and does nothing twice',
      { timeout },
      async ({ kill, notApplied }) => {
        const before = stack.gateway.accepted.length
        const release = await startRelease(web, versions, plan)
        await kill(stack, release)
        await expect(release.read()).rejects.toThrow()
        await stack.app.restart()
        const end = await release.ended(240)
        expect(end.state, JSON.stringify(end.log)).toBe('promoted')
        expect(await web.weights()).toEqual({ v1: 0, v2: 100 })

        const all = await settled(release)
        expect(await release.moves()).toEqual(['weight 20', 'weight 60', 'weight 100'])
        expect(all.filter(({ outcome }) => outcome === 'not-applied')).toHaveLength(notApplied)
        expect(all).toHaveLength(3 + notApplied)
        const claimed = all
          .filter(({ outcome }) => outcome === 'applied')
          .flatMap(({ writes }) => writes.filter(({ result }) => result === 'applied'))
        expect(stack.gateway.accepted.slice(before).map(({ auditId }) => auditId)).toEqual(
          claimed.map(({ auditId }) => auditId),
        )

        // Each step is entered once, and what was measured neither overlaps nor counts twice.
        const measured = (await release.measurements()).toSorted((one, two) => one.seq - two.seq)
        const intervals = measured.map(({ interval }) => [Date.parse(interval.from), Date.parse(interval.to)])
        for (const [index, [from]] of intervals.entries())
          expect(from, JSON.stringify(measured[index]?.interval)).toBeGreaterThanOrEqual(
            intervals[index - 1]?.[1] ?? 0,
          )
        const steps = measured.map(({ step }) => step)
        expect(steps).toEqual(steps.toSorted((one, two) => one - two))
        expect((await call('auditor', 'GET', '/audit/verify')).body).toMatchObject({ ok: true })
      },
    )

    it('tells the same story as the cluster’s own log', async () => {
      if (!oracle) return
      const { body } = await call<{ items: OperationDto[] }>('admin', 'GET', '/operations?limit=500')
      expect(await oracle(body.items)).toEqual([])
    })
  })
}
