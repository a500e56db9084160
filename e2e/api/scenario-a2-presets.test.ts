import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { changesBetween, snapshot } from '../support/cluster'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Running } from '../support/release'
import { startRelease } from '../support/release'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subjectWith } from '../support/service'

const timeout = 300_000
const iphones = [{ header: 'user-agent', regex: '.*iPhone.*' }]
const quick = {
  bake: '3s',
  timeout: '120s',
  settle: '4s',
  checks: [{ kind: 'success-rate', slo: 99 }, { kind: 'pods' }],
}

interface Case {
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
function carriesThrough(
  place: () => { service: Subject; namespace: string; from: string; to: string },
  cases: Case[],
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

describe('presets on a route of Istio (A2)', () => {
  let place: Playground
  let page: Subject

  beforeAll(async () => {
    place = await playground('presets')
    await place.runs('page', { v1: {}, v2: {} }, 480)
    const route = split('page', { v1: 100, v2: 0 })
    await place.apply(routeManifest(place.namespace, 'page', [{ name: 'main', timeout: '7s', route }]))
    page = await place.sees('page')
  })

  afterAll(async () => {
    await place.remove()
  })

  const cases: Case[] = [
    { plan: { preset: 'linear', step: 50 }, moves: ['weight 50', 'weight 100'], last: 'weight 50' },
    {
      plan: { preset: 'exponential', first: 10, factor: 4 },
      moves: ['weight 10', 'weight 40', 'weight 100'],
      last: 'weight 40',
    },
    {
      plan: { preset: 'blue-green', preview: iphones },
      moves: ['set-match', 'weight 100', 'remove-match'],
      last: 'weight 100',
    },
    {
      plan: { preset: 'dark-launch', when: iphones, step: 50 },
      moves: ['set-match', 'weight 50', 'weight 100', 'remove-match'],
      last: 'weight 50',
    },
    {
      plan: { preset: 'mirror-first', step: 50 },
      moves: ['set-mirror', 'remove-mirror', 'weight 50', 'weight 100'],
      last: 'set-mirror',
    },
    {
      plan: { preset: 'ab', when: iphones, for: '8s' },
      moves: ['set-match', 'weight 100', 'remove-match'],
      last: 'set-match',
    },
  ]
  carriesThrough(() => ({ service: page, namespace: place.namespace, from: 'v1', to: 'v2' }), cases, [
    'VirtualService/page/spec/http/0/route/0/weight',
    'VirtualService/page/spec/http/0/route/1/weight',
  ])
})

describe('blue-green by the selector of a plain Service (A2)', () => {
  let press: Subject

  beforeAll(async () => {
    press = await subjectWith('kiosk', 'press', 'blue', 'kubernetes')
  })

  carriesThrough(
    () => ({ service: press, namespace: 'kiosk', from: 'blue', to: 'green' }),
    [{ plan: { preset: 'blue-green' }, moves: ['cut-over'], last: 'cut-over' }],
    ['Service/press/spec/selector/version'],
  )
})

describe('a canary by replicas on plain Kubernetes (A2)', () => {
  let ticket: Subject

  beforeAll(async () => {
    ticket = await subjectWith('kiosk', 'ticket', 'v2', 'kubernetes')
    await ticket.setWeights('release-manager', { v1: 10, v2: 0 })
    await ticket.untilWeights({ v1: 10, v2: 0 })
  })

  afterAll(async () => {
    await ticket.setWeights('release-manager', { v1: 8, v2: 2 })
    await ticket.untilWeights({ v1: 8, v2: 2 })
  })

  carriesThrough(
    () => ({ service: ticket, namespace: 'kiosk', from: 'v1', to: 'v2' }),
    [{ plan: { preset: 'replica-canary', step: 50 }, moves: ['weight 5', 'weight 10'], last: 'weight 5' }],
    ['Deployment/ticket-v1/spec/replicas', 'Deployment/ticket-v2/spec/replicas'],
  )
})
