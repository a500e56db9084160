import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readPolicy } from '@/lib/auth/policy'
import { changePolicy } from './change-policy'
import { hashOf, policyText, startPolicyStage, type PolicyStage } from './policy-stage.fixture'

let stage: PolicyStage
beforeAll(async () => {
  stage = await startPolicyStage()
}, 60_000)
afterAll(() => stage.stop())

let round = 0
let text = ''
/** A file that nobody has seen yet. */
const fresh = () => policyText(`  - { group: round-${(round += 1)}, role: viewer }\n`)
const groupsOf = (replica: ReturnType<PolicyStage['replica']>) =>
  replica.keeper.policy().bindings.map(({ group }) => group)
const events = async () => (await stage.events()).length

beforeEach(() => {
  text = fresh()
})

describe('the policy in force', () => {
  it('is not known before it was read', () => {
    const { keeper } = stage.replica(text)
    expect(() => keeper.policy()).toThrow(expect.objectContaining({ code: 'audit-unavailable' }))
  })

  it('is the file’s, told once by however many replicas start with it', async () => {
    const before = await events()
    const replicas = [1, 2, 3].map(() => stage.replica(text))
    await Promise.all(replicas.map(({ keeper }) => keeper.refresh()))
    expect(await events()).toBe(before + 1)
    const [event] = await stage.events(1)
    expect(event).toMatchObject({
      action: 'policy.changed',
      result: 'applied',
      actor: { issuer: 'aviary', subject: 'policy-file' },
      after: { hash: hashOf(text) },
      detail: { source: 'file' },
    })
    for (const replica of replicas) expect(groupsOf(replica)).toContain(`round-${round}`)
  })

  it('is the console’s after an edit, and the file’s again once the file changes', async () => {
    const [one, other] = [stage.replica(text), stage.replica(text)]
    await Promise.all([one.keeper.refresh(), other.keeper.refresh()])
    const edited = fresh()
    const group = `round-${round}`
    await changePolicy(stage.ctx(one.keeper), { text: edited, reason: 'try' })
    expect(groupsOf(one)).toContain(group)
    await other.keeper.refresh()
    expect(groupsOf(other)).toContain(group)
    await stage.replica(text).keeper.refresh()
    expect((await stage.stores.store.policies.active())?.text).toBe(edited)

    const before = await events()
    const renewed = fresh()
    one.write(renewed)
    await one.keeper.refresh()
    other.write(renewed)
    await other.keeper.refresh()
    expect(await events()).toBe(before + 1)
    expect(await stage.stores.store.policies.active()).toMatchObject({ text: renewed, source: 'file' })
    expect(groupsOf(other)).toContain(`round-${round}`)
    const [event] = await stage.events(1)
    expect(event?.before).toMatchObject({ hash: hashOf(edited) })
    expect(event?.detail).toMatchObject({
      diff: [`-4 ${edited.split('\n')[3]}`, `+4 ${renewed.split('\n')[3]}`],
    })
  })

  it('follows the file of the replica that runs the engine, so that a roll-out does not swing back', async () => {
    const [old, young] = [stage.replica(text), stage.replica(fresh())]
    await old.keeper.refresh()
    await stage.stores.leader.acquire(young.holder, 60)
    await young.keeper.refresh()
    const before = await events()
    await old.keeper.refresh()
    await stage.replica(text).keeper.refresh()
    expect(await events()).toBe(before)
    expect(groupsOf(old)).toContain(`round-${round}`)
    await stage.stores.leader.release(young.holder)
  })

  it('stays the last good one while the newest cannot be read, which is told and shown', async () => {
    let strict = false
    const read = (content: string) =>
      strict && content.includes('newer') ? readPolicy('nonsense: 1') : readPolicy(content)
    const one = stage.replica(text, read)
    await one.keeper.refresh()
    strict = true
    const other = stage.replica(text)
    await other.keeper.refresh()
    const newer = policyText('  - { group: newer, role: viewer }\n')
    await changePolicy(stage.ctx(other.keeper), { text: newer, reason: 'by a newer server' })
    await one.keeper.refresh()
    expect(groupsOf(one)).not.toContain('newer')
    expect(one.keeper.problems().active).toContain('cannot be read: line 1')

    const late = stage.replica(text, read)
    await expect(late.keeper.start()).rejects.toThrow('Change the policy file')
    expect(() => late.keeper.policy()).toThrow()
    late.write(fresh())
    await late.keeper.start()
    expect([groupsOf(late).includes(`round-${round}`), late.keeper.problems()]).toEqual([true, {}])
  })

  it('tells of a file that is not acceptable', async () => {
    const one = stage.replica(text)
    await one.keeper.refresh()
    one.file.problem = 'line 3: wrong'
    expect(one.keeper.problems()).toEqual({ file: 'line 3: wrong' })
  })
})
