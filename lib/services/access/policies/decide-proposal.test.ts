import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '@/lib/domain/access/viewer'
import { changePolicy } from './change-policy'
import { approvePolicy, rejectPolicy } from './decide-proposal'
import { policyText, startPolicyStage, type PolicyStage } from './policy-stage.fixture'
import { listPolicies } from './read-policies'

let stage: PolicyStage
let replica: ReturnType<PolicyStage['replica']>
let round = 0
beforeAll(async () => {
  stage = await startPolicyStage()
  replica = stage.replica(policyText())
}, 60_000)
beforeEach(async () => {
  // A changed file starts each anew, with two persons.
  replica.write(policyText(`  - { group: r${(round += 1)}, role: viewer }\n`, true))
  await replica.keeper.refresh()
})
afterAll(() => stage.stop())

const ada: Partial<Viewer> = { subject: 'ada', name: 'Ada' }
const bob: Partial<Viewer> = { subject: 'bob', name: 'Bob' }
const as = (who: Partial<Viewer>) => stage.ctx(replica.keeper, who)
const wanted = policyText('  - { group: guests, role: on-call }\n', true)
const propose = async (text = wanted, who = ada) => {
  const change = await changePolicy(as(who), { text, reason: 'visitors' })
  expect(change.outcome).toBe('proposed')
  return change.version?.revision ?? ''
}
const groups = () => replica.keeper.policy().bindings.map(({ group }) => group)
const actions = async (limit: number) => (await stage.events(limit)).map(({ action }) => action)

describe('a proposed policy', () => {
  it('is in force once a second person has approved it, and not before', async () => {
    const revision = await propose()
    expect(groups()).not.toContain('guests')
    const { proposed } = await listPolicies(as(bob), { limit: 1 })
    expect(proposed).toMatchObject([
      {
        revision: revision,
        state: 'proposed',
        own: false,
        changes: [{}, { who: { group: 'guests' } }],
      },
    ])
    const approved = await approvePolicy(as(bob), { revision, reason: 'looks right' })
    expect(approved).toMatchObject({
      state: 'active',
      decided: { by: { subject: 'bob' }, reason: 'looks right' },
    })
    expect(groups()).toContain('guests')
    expect(await actions(3)).toEqual(['policy.changed', 'policy.approved', 'policy.proposed'])
  })

  it.each([
    ['by a second session', { credentialId: 'another' }],
    ['through another group', { groups: ['admins', 'r1'] }],
    ['by a token', { via: 'token', token: { role: 'admin' } }],
    ['under another name', { name: 'Somebody Else' }],
  ] as [string, Partial<Viewer>][])('is never approved by its author, not even %s', async (_how, more) => {
    const revision = await propose()
    await expect(approvePolicy(as({ ...ada, ...more }), { revision })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('second person') as string,
    })
    const { items } = await stage.stores.store.audit.list({ limit: 1 })
    expect(items).toMatchObject([{ kind: 'denied', detail: { rule: 'own proposal' } }])
    expect(groups()).not.toContain('guests')
  })

  it('is another person’s to approve, whom issuer and subject make one', async () => {
    const revision = await propose()
    const namesake = { ...ada, issuer: 'https://other.example' }
    await expect(approvePolicy(as({ ...namesake, groups: [] }), { revision })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await approvePolicy(as(namesake), { revision })).toMatchObject({ state: 'active' })
  })

  it('is decided by the policy in force: what it grants itself does not count', async () => {
    const revision = await propose(policyText('  - { subject: mallory, role: admin }\n', true))
    const mallory = as({ subject: 'mallory', groups: [] })
    await expect(approvePolicy(mallory, { revision })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('does not count for an approver who may not any more, though this process does not know yet', async () => {
    const stale = stage.replica(replica.file.text)
    await stale.keeper.refresh()
    const less = await propose(policyText('  - { subject: bob, verbs: [policy.edit], effect: deny }\n', true))
    await approvePolicy(as({ subject: 'cleo' }), { revision: less })
    const revision = await propose()
    await expect(approvePolicy(stage.ctx(stale.keeper, bob), { revision })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('is void once the policy is another one, by the file or by another proposal', async () => {
    const revision = await propose()
    const other = await propose(policyText('  - { group: others, role: viewer }\n', true), bob)
    await approvePolicy(as(ada), { revision: other })
    await expect(approvePolicy(as(bob), { revision })).rejects.toMatchObject({
      code: 'wrong-state',
      extras: { state: 'superseded' },
    })
    const [event] = await stage.events(1)
    expect(event?.detail).toMatchObject({ voided: [revision] })
    const again = await propose()
    replica.write(policyText('', true))
    await replica.keeper.refresh()
    await expect(approvePolicy(as(bob), { revision: again })).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('expires', async () => {
    const active = await stage.stores.store.policies.active()
    const late = await stage.stores.store.policies.insert({
      ...(active as NonNullable<typeof active>),
      state: 'proposed',
      base: active?.number ?? 0,
      expiresAt: new Date(Date.now() - 1000).toISOString(),
    })
    await expect(approvePolicy(as(bob), { revision: String(late.number) })).rejects.toMatchObject({
      code: 'wrong-state',
      extras: { state: 'expired' },
    })
    const { proposed } = await listPolicies(as(bob), { limit: 1 })
    expect(proposed).toMatchObject([{ state: 'expired' }])
  })

  it('of a day ends after a day', async () => {
    const revision = await propose()
    const version = await stage.stores.store.policies.get(Number(revision))
    expect(Date.parse(version?.expiresAt ?? '') - Date.parse(version?.at ?? '')).toBe(86_400_000)
  })

  it('is rejected by others and withdrawn by its author, for good', async () => {
    const [first, second] = [await propose(), await propose(`${wanted}# two\n`)]
    expect(await rejectPolicy(as(bob), { revision: first, reason: 'no' })).toMatchObject({
      state: 'rejected',
    })
    expect(await rejectPolicy(as(ada), { revision: second })).toMatchObject({ state: 'withdrawn' })
    expect(await actions(2)).toEqual(['policy.withdrawn', 'policy.rejected'])
    for (const revision of [first, second])
      await expect(approvePolicy(as(bob), { revision })).rejects.toMatchObject({ code: 'wrong-state' })
    await expect(rejectPolicy(as({ groups: ['everyone'] }), { revision: first })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('approved by two at once is put in force once', async () => {
    const revision = await propose()
    const both = await Promise.allSettled(
      [bob, { subject: 'cleo' }].map((who) => approvePolicy(as(who), { revision })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await actions(3)).filter((action) => action === 'policy.changed')).toHaveLength(1)
  })

  it('is also what ends the rule itself', async () => {
    const revision = await propose(policyText('', false))
    expect(replica.keeper.policy().policy.twoPersons).toBe(true)
    await approvePolicy(as(bob), { revision })
    expect(replica.keeper.policy().policy.twoPersons).toBe(false)
    expect(await changePolicy(as(ada), { text: wanted, reason: 'alone' })).toMatchObject({
      outcome: 'active',
    })
  })
})
