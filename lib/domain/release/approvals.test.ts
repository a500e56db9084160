import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRelease } from '../../../e2e/support/sample-records'
import type { Approval } from './approval'
import { approvalsFor, hasApproved, isOwn, standingOf, stateUnapproved, withUsed } from './approvals'
import type { ReleaseRecord } from './release'

const time = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute))
const person = (subject: string, issuer = 'https://id.example') => ({ issuer, subject, name: subject })
let count = 0
const approval = (change: Partial<Approval> & { minute?: number } = {}): Approval => {
  const { minute = 1, ...rest } = change
  return {
    id: `a-${(count += 1)}`,
    decision: 'approve',
    actor: person('ann'),
    groups: [],
    planHash: 'abc',
    attempt: 1,
    at: time(minute).toISOString(),
    expiresAt: time(minute + 30).toISOString(),
    ...rest,
  }
}
const waiting = (approvals: Approval[], change: Partial<ReleaseRecord> = {}) =>
  sampleRelease({
    id: 'r-1',
    state: 'awaiting-approval',
    createdBy: person('mia'),
    startedBy: person('max'),
    stateSince: time(0).toISOString(),
    approvals,
    ...change,
  })
const two = { count: 2, expiresSeconds: 3600 }
const given = (release: ReleaseRecord, step?: number, minute = 5) =>
  approvalsFor(release, two, step, time(minute)).given.map(({ actor }) => actor.subject)

describe('approvals before the start', () => {
  it('are missing until so many different people have given theirs', () => {
    const one = [approval(), approval({ minute: 2 })]
    expect(approvalsFor(waiting(one), two, undefined, time(5))).toEqual({
      needed: 2,
      given: [one[0]],
      missing: 1,
      expired: false,
    })
    const both = waiting([...one, approval({ actor: person('bob') })])
    expect(approvalsFor(both, two, undefined, time(5))).toMatchObject({ missing: 0, expired: false })
    expect(given(both)).toEqual(['ann', 'bob'])
  })

  it('tell people apart by issuer and subject', () => {
    const actors = [person('ann'), person('ann', 'https://other.example'), { ...person('ann'), name: 'Bob' }]
    expect(given(waiting(actors.map((actor) => approval({ actor }))))).toHaveLength(2)
  })

  it.each<[string, Partial<Approval>]>([
    ['a rejection', { decision: 'reject' }],
    ['another plan', { planHash: 'abd' }],
    ['another attempt', { attempt: 2 }],
    ['a step', { step: 0 }],
    ['one that was used', { usedAt: time(2).toISOString() }],
    ['one that has expired', { expiresAt: time(5).toISOString() }],
    ['the one who made it', { actor: person('mia') }],
    ['the one who started it', { actor: person('max') }],
  ])('do not count %s', (_what, change) => {
    expect(given(waiting([approval(change), approval({ actor: person('bob') })]))).not.toContain(
      change.actor?.subject ?? 'ann',
    )
  })

  it('are nobody’s own who asked for the release at any time', () => {
    const log = ['created', 'start', 'retry', 'await-approval'].map((kind) => ({
      at: time(0).toISOString(),
      kind,
      words: '',
      actor: person(kind),
    }))
    const release = waiting([], {
      log: [...log, { ...log[0], at: '', kind: 'pause', words: '', actor: person('ann') }],
    })
    for (const { kind } of log) expect(isOwn(release, person(kind))).toBe(true)
    for (const own of ['mia', 'max']) expect(isOwn(release, person(own))).toBe(true)
    expect(isOwn(release, person('mia', 'https://other.example'))).toBe(false)
    expect(isOwn(release, person('ann'))).toBe(false)
  })

  it('expire as a whole when too few came in the time', () => {
    const release = waiting([approval({ minute: 59, expiresAt: time(90).toISOString() })])
    expect(approvalsFor(release, two, undefined, time(59)).expired).toBe(false)
    expect(approvalsFor(release, two, undefined, time(60)).expired).toBe(true)
    expect(approvalsFor(release, { ...two, count: 1 }, undefined, time(60)).expired).toBe(false)
    expect(approvalsFor(release, undefined, undefined, time(600))).toMatchObject({
      missing: 0,
      expired: false,
    })
  })

  it('are void after a rejection, whose waiting it ends', () => {
    const rejection = approval({ decision: 'reject', minute: 3, actor: person('bob') })
    const release = waiting([approval(), rejection, approval({ actor: person('cem'), minute: 4 })])
    expect(given(release)).toEqual(['cem'])
    expect(approvalsFor(release, two, undefined, time(5)).rejected).toEqual(rejection)
    const again = { ...release, stateSince: time(4).toISOString() }
    expect(approvalsFor(again, two, undefined, time(5)).rejected).toBeUndefined()
  })
})

describe('approvals at a step', () => {
  const steps: ReleaseRecord['plan']['steps'] = [
    { kind: 'approval', count: 1, expiresSeconds: 600 },
    { kind: 'approval', count: 1, expiresSeconds: 600 },
  ]
  const atStep = (approvals: Approval[]) => {
    const release = waiting(approvals, { state: 'running', stepIndex: 1 })
    return { ...release, plan: { ...release.plan, steps } }
  }

  it('count for that step alone', () => {
    const release = atStep([
      approval(),
      approval({ actor: person('bob'), step: 0 }),
      approval({ actor: person('cem'), step: 1 }),
    ])
    expect(given(release, 1)).toEqual(['cem'])
    expect(hasApproved(release, 1, person('cem'), time(5))).toBe(true)
    expect(hasApproved(release, 1, person('bob'), time(5))).toBe(false)
    expect(hasApproved(release, 1, person('cem'), time(31))).toBe(false)
  })
})

describe('one approval', () => {
  it('stands open, then expired, or used for ever, or void', () => {
    const open = approval()
    const used = approval({ usedAt: time(2).toISOString(), attempt: 9 })
    const release = waiting([open, used, approval({ attempt: 2 })])
    expect(standingOf(release, open, time(5))).toBe('open')
    expect(standingOf(release, open, time(31))).toBe('expired')
    expect(standingOf(release, used, time(99))).toBe('used')
    expect(standingOf({ ...release, attempt: 3 }, open, time(5))).toBe('void')
    const after = { ...release, approvals: withUsed(release, [open], time(6).toISOString()) }
    expect(after.approvals.map((each) => standingOf(after, each, time(7)))).toEqual(['used', 'used', 'void'])
  })

  it('never counts twice, whatever else there is', () => {
    const arbitrary = fc.record({
      decision: fc.constantFrom('approve' as const, 'reject' as const),
      actor: fc.constantFrom(...['ann', 'bob', 'cem', 'mia'].map((name) => person(name))),
      planHash: fc.constantFrom('abc', 'abd'),
      attempt: fc.integer({ min: 1, max: 2 }),
      minute: fc.integer({ min: 0, max: 40 }),
    })
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 12 }), (changes) => {
        const release = waiting(changes.map((change) => approval(change)))
        const standing = approvalsFor(release, two, undefined, time(40))
        const people = standing.given.map(({ actor }) => actor.subject)
        expect(new Set(people).size).toBe(people.length)
        expect(people).not.toContain('mia')
        expect(standing.missing).toBe(Math.max(0, 2 - people.length))
        const approvals = withUsed(release, standing.given, time(40).toISOString())
        const left = approvalsFor({ ...release, approvals }, two, undefined, time(40)).given
        for (const each of standing.given) expect(left.map(({ id }) => id)).not.toContain(each.id)
      }),
    )
  })
})

it('a release whose retry was not approved becomes no draft, which could be deleted', () => {
  expect(stateUnapproved(waiting([]))).toBe('draft')
  expect(stateUnapproved(waiting([], { attempt: 2 }))).toBe('aborted')
})
