import { expect, it } from 'vitest'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { changesBetween, snapshot } from './cluster'
import type { Running } from './release'
import { startRelease } from './release'
import { say } from './say'
import type { Subject } from './service'

const timeout = 300_000
const quick = {
  bake: '3s',
  timeout: '120s',
  settle: '4s',
  checks: [{ kind: 'success-rate', slo: 99 }, { kind: 'pods' }],
}

/** One preset, and what comes of it. */
export interface PresetCase {
  plan: { preset: string; [field: string]: unknown }
  /** All that is applied from the start to the end. */
  moves: string[]
  /** What is the last that is applied before somebody aborts. */
  last: string
}

/** Once the plan waits for a decision of somebody who did not make it. */
async function approve(release: Running): Promise<void> {
  const { planHash } = await release.until('an approval to be missing', ({ waitingFor }) =>
    (waitingFor ?? '').includes('approval'),
  )
  const reply = await release.verb('approver', 'approvals', { decision: 'approve', planHash })
  expect([200, 201], JSON.stringify(reply.body)).toContain(reply.status)
}

async function undo(release: Running): Promise<ReleaseDto> {
  const { status, body } = await release.verb('release-manager', 'undo')
  expect([status, body.state], JSON.stringify(body)).toEqual([200, 'undone'])
  return body
}

/** One preset to its end by itself, put back by undo; and once more, aborted in the middle. */
export function carriesThrough(
  place: () => { service: Subject; namespace: string; from: string; to: string },
  cases: PresetCase[],
  changed: string[],
) {
  it.each(cases)('$plan.preset goes to its end by itself', { timeout }, async ({ plan, moves }) => {
    const { service, namespace, ...versions } = place()
    const before = await snapshot(namespace)
    const began = Date.now()
    const release = await startRelease(service, versions, { ...quick, ...plan })
    if (plan.preset === 'ab') await approve(release)
    const end = await release.ended(240)
    expect([end.state, await release.moves()], JSON.stringify(end.log)).toEqual(['promoted', moves])
    say(`${plan.preset}: promoted after ${((Date.now() - began) / 1000).toFixed(0)} s`)
    expect(changesBetween(before, await snapshot(namespace))).toEqual(changed)
    await undo(release)
    expect(changesBetween(before, await snapshot(namespace))).toEqual([])
  })

  it.each(cases)(
    '$plan.preset can be aborted: nothing is left of it',
    { timeout },
    async ({ plan, last }) => {
      const { service, namespace, ...versions } = place()
      const before = await snapshot(namespace)
      // Long enough to be met in the stage after the move.
      const release = await startRelease(service, versions, { ...quick, bake: '8s', ...plan })
      await release.until(last, async () => (await release.moves()).at(-1) === last, 240)
      expect(changesBetween(before, await snapshot(namespace))).not.toEqual([])
      const reply = await release.verb('on-call', 'abort', { reason: 'enough seen' })
      expect([reply.status, ['aborting', 'aborted']], JSON.stringify(reply.body)).toEqual([
        200,
        expect.arrayContaining([reply.body.state]),
      ])
      const end = await release.ended(60)
      expect(end.state, JSON.stringify(end.log)).toBe('aborted')
      expect(changesBetween(before, await snapshot(namespace))).toEqual([])
      expect(end.people.map(({ what }) => what)).toEqual(['Created', 'Started', 'Aborted'])
    },
  )
}
