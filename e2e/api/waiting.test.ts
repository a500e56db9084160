import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WaitingDto } from '@/lib/contracts/calls'
import type { Draft } from '../support/drafts'
import { makeDraft, webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import type { Subject } from '../support/service'
import type { Role } from '../support/target'
import { call, kubectlWeights, until } from '../support/target'

const timeout = 120_000
const steps = [
  { kind: 'weight', weight: 20 },
  { kind: 'bake', for: '1h' },
  { kind: 'weight', weight: 100 },
]

describe('what waits for a person', () => {
  let place: Playground
  let web: Subject
  let draft: Draft

  beforeAll(async () => {
    ;({ place, web } = await webAlone('waiting'))
  })
  afterEach(async () => {
    await draft.end()
    expect(await entry()).toBeUndefined()
  })
  afterAll(() => place.remove())

  const queue = async (role: Role) =>
    (await call<{ items: WaitingDto[] }>(role, 'GET', '/waiting')).body.items
  const entry = async (role: Role = 'viewer') =>
    (await queue(role)).find(({ release }) => release === draft.id)
  const untilWaiting = (kind: WaitingDto['kind']) =>
    until(`the queue with ${kind}`, entry, (seen) => seen?.kind === kind)
  const baking = async () => {
    draft = await makeDraft('release-manager', web, { steps })
    await draft.verb('release-manager', 'start')
    await draft.untilState('running', ({ step }) => step.kind === 'bake')
    expect(await entry()).toBeUndefined()
  }

  it('is an approval, for those who may give it', { timeout }, async () => {
    draft = await makeDraft('release-manager', web, { steps, approvals: { count: 1 } })
    expect(await entry()).toBeUndefined()
    await draft.verb('release-manager', 'start')
    expect(await untilWaiting('approval')).toMatchObject({
      service: web.ref,
      href: `/releases/${draft.id}`,
      words: expect.stringContaining('0 of 1') as string,
      allowed: [],
    })
    expect((await entry('approver'))?.allowed).toEqual(['approve', 'reject'])
    expect((await entry('on-call'))?.allowed).toEqual(['abort'])
  })

  it('is a change around Aviary, named by who made it', { timeout }, async () => {
    await baking()
    await kubectlWeights(place.namespace, 'web', [70, 30])
    expect((await untilWaiting('drift'))?.words).toContain('kubectl')
    expect((await entry('on-call'))?.allowed).toEqual(['pause', 'abort'])
    expect((await entry('release-manager'))?.allowed).toContain('resume')
  })

  it('is a pause, oldest first', { timeout }, async () => {
    await baking()
    await draft.verb('on-call', 'pause', { reason: 'lunch' })
    expect((await untilWaiting('paused'))?.words).toContain('lunch')
    const times = (await queue('viewer')).map(({ since }) => Date.parse(since))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})
