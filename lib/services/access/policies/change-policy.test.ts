import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '@/lib/domain/access/viewer'
import { changePolicy } from './change-policy'
import { hashOf, policyText, startPolicyStage, type PolicyStage } from './policy-stage.fixture'
import { getPolicy, listPolicies } from './read-policies'

let stage: PolicyStage
let replica: ReturnType<PolicyStage['replica']>
beforeAll(async () => {
  stage = await startPolicyStage()
  replica = stage.replica(policyText())
  await replica.keeper.refresh()
}, 60_000)
afterAll(() => stage.stop())

const as = (who: Partial<Viewer> = {}) => stage.ctx(replica.keeper, who)
const guests = (name: string) => policyText(`  - { group: ${name}, role: on-call }\n`)
const active = async () => {
  const version = await stage.stores.store.policies.active()
  if (!version) throw new Error('no policy')
  return version
}

describe('a change of the policy', () => {
  it('is in force at once, with an event that holds hashes, reason and difference', async () => {
    const before = await active()
    const change = await changePolicy(as(), {
      text: guests('guests'),
      reason: 'visitors',
      expectedRevision: String(before.number),
    })
    expect(change).toMatchObject({
      outcome: 'active',
      base: String(before.number),
      version: { source: 'console', state: 'active', reason: 'visitors', author: { subject: 'ada' } },
      changes: [{ who: { group: 'guests' }, lost: [] }],
    })
    expect(replica.keeper.policy().bindings.map(({ group }) => group)).toContain('guests')
    const [event] = await stage.events(1)
    expect(event).toMatchObject({
      kind: 'policy',
      action: 'policy.changed',
      reason: 'visitors',
      before: { hash: before.hash },
      after: { hash: hashOf(guests('guests')) },
      detail: { source: 'console', diff: ['+4   - { group: guests, role: on-call }'] },
    })
    expect(await getPolicy(as(), change.version?.revision ?? '')).toMatchObject({
      before: { revision: String(before.number), text: before.text },
    })
  })

  it('in a dry run changes nothing and tells what would', async () => {
    const before = await active()
    const events = (await stage.events()).length
    const change = await changePolicy(as(), { text: policyText('', true), dryRun: true })
    expect(change).toMatchObject({
      outcome: 'dry-run',
      locksOut: false,
      twoPersons: { before: false, after: true },
      changes: [{ who: { group: 'guests' }, gained: [] }],
    })
    expect(change.changes[0]?.lost.map(({ verb }) => verb)).toContain('abort')
    expect([await active(), (await stage.events()).length]).toEqual([before, events])
  })

  it('to the same text is none', async () => {
    const { text, number } = await active()
    expect(await changePolicy(as(), { text, reason: 'again' })).toMatchObject({ outcome: 'unchanged' })
    expect((await active()).number).toBe(number)
  })

  it('is refused with the lines that are wrong', async () => {
    const text = 'bindings:\n  - { group: admins, role: admin }\n  - { group: a, role: emperor }\n'
    await expect(changePolicy(as(), { text, reason: 'x' })).rejects.toMatchObject({
      code: 'invalid',
      extras: {
        fields: [{ path: 'text.bindings.1.role', message: expect.stringMatching(/^line 3: /) as string }],
      },
    })
  })

  it('needs a reason', async () => {
    const asked = changePolicy(as(), { text: guests('a'), reason: '' })
    await expect(asked).rejects.toMatchObject({ code: 'reason-required' })
  })

  it('is refused for an old revision, and names the one that is there', async () => {
    const current = await active()
    const old = { text: guests('old'), reason: 'x', expectedRevision: String(current.number - 1) }
    await expect(changePolicy(as(), old)).rejects.toMatchObject({
      code: 'conflict',
      extras: { current: { revision: String(current.number), author: 'Ada' } },
    })
  })

  it('made by two at once on the same revision happens once', async () => {
    const expectedRevision = String((await active()).number)
    const both = await Promise.allSettled(
      ['one', 'other'].map((name) =>
        changePolicy(as(), { text: guests(name), reason: name, expectedRevision }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('does not lock its author out by mistake', async () => {
    const text = 'bindings:\n  - { group: others, role: admin }\n'
    await expect(changePolicy(as(), { text, reason: 'x' })).rejects.toMatchObject({ code: 'locks-out' })
    const part =
      'bindings:\n  - { group: admins, role: admin }\n  - { group: admins, verbs: [policy.edit], effect: deny, scope: { namespace: a } }\n'
    await expect(changePolicy(as(), { text: part, reason: 'x' })).rejects.toMatchObject({ code: 'locks-out' })
    expect(await changePolicy(as(), { text, dryRun: true })).toMatchObject({ locksOut: true })
    const meant = await changePolicy(as(), { text, reason: 'moving on', lockMeOut: true })
    expect(meant.outcome).toBe('active')
    await expect(changePolicy(as(), { text: policyText(), reason: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await changePolicy(as({ groups: ['others'] }), { text: policyText(), reason: 'back', lockMeOut: true })
  })

  it.each([
    ['a viewer', { groups: ['everyone'] }],
    ['a token of an admin with a smaller role', { via: 'token', token: { role: 'release-manager' } }],
    ['a token for a part', { via: 'token', token: { role: 'admin', scope: { namespace: 'shop' } } }],
    ['an admin of a part', { groups: ['shop-admins'] }],
  ] as [string, Partial<Viewer>][])('is refused to %s', async (_who, who) => {
    const parts = policyText('  - { group: shop-admins, role: admin, scope: { namespace: shop } }\n')
    await changePolicy(as(), { text: parts, reason: 'a part' })
    await expect(changePolicy(as(who), { text: policyText(), reason: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const { items } = await stage.stores.store.audit.list({ limit: 1 })
    expect(items).toMatchObject([{ kind: 'denied', action: 'policy.edit' }])
  })

  it('is decided by the policy in the database, also where this process has an older one', async () => {
    const stale = stage.replica(policyText())
    await stale.keeper.refresh()
    await changePolicy(as(), {
      text: policyText('  - { subject: eve, verbs: [policy.edit], effect: deny }\n'),
      reason: 'not Eve',
    })
    const eve = stage.ctx(stale.keeper, { subject: 'eve', name: 'Eve' })
    await expect(changePolicy(eve, { text: policyText(), reason: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('reading the policy', () => {
  it('is for auditors too, who may not change it', async () => {
    await changePolicy(as(), {
      text: policyText('  - { group: auditors, role: auditor }\n'),
      reason: 'audit',
    })
    const seen = await listPolicies(as({ subject: 'al', groups: ['auditors'] }), { limit: 2 })
    expect(seen).toMatchObject({
      active: { state: 'active' },
      proposed: [],
      twoPersons: false,
      edit: { allowed: false, rule: 'default' },
    })
    expect([seen.history.length, seen.next === null]).toEqual([2, false])
    await expect(listPolicies(as({ groups: ['everyone'] }), { limit: 2 })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
