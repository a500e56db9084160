import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDemoTokens } from '@/scripts/lib/demo-tokens.mjs'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { CanDto, MeDto } from '@/lib/contracts/access'
import type { ProblemDto } from '@/lib/contracts/common'
import type { PoliciesDto, PolicyChangeDto, PolicyDto, PolicyWithBeforeDto } from '@/lib/contracts/policies'
import type { Reply, Role } from '../support/target'
import { call, demo, until } from '../support/target'

// The policy of a stack that other suites use meanwhile: only bindings of groups that nobody is in come and go.
const owner = process.env['AVIARY_OWNER_URL']
const group = `e2e-${Date.now().toString(36)}`
const read = async () => (await call<PoliciesDto>('admin', 'GET', '/policies')).body
type Change = Reply<PolicyChangeDto & ProblemDto>
const put = (body: object, role: Role = 'admin'): Promise<Change> =>
  call<PolicyChangeDto & ProblemDto>(role, 'PUT', '/policies', body)
const events = async (action: string) => {
  const { body } = await call<{ items: AuditEventDto[] }>(
    'auditor',
    'GET',
    `/audit?action=${action}&limit=20`,
  )
  return body.items
}
const withGuests = (text: string, role = 'viewer') =>
  text.replace(/^bindings:\n/m, `bindings:\n  - { group: ${group}, role: ${role} }\n`)

describe('the access policy', () => {
  let original = ''
  /** A second admin, whom only the database's owner can make here. */
  let second: string | undefined

  beforeAll(async () => {
    original = (await read()).active.text
    if (owner === undefined) return
    const { issuer } = demo()
    const me = await call<MeDto>('admin', 'GET', '/me')
    const [made] = await createDemoTokens(owner, [
      { issuer, subject: group, name: 'Second Admin', groups: me.body.groups, role: 'admin' },
    ])
    second = made?.token
  })

  const asSecond = <T>(method: string, path: string, body: unknown = {}): Promise<Reply<T>> =>
    call<T>(null, method, path, body, { authorization: `Bearer ${second ?? ''}` })

  afterAll(async () => {
    const { active, twoPersons } = await read()
    if (active.text === original) return
    const restored = await put({ text: original, reason: 'as before the tests' })
    if (twoPersons) await asSecond('POST', `/policies/${restored.body.version?.revision ?? ''}/approve`)
    expect((await read()).active.text).toBe(original)
  })

  it('is shown to admins and auditors, and to nobody else', async () => {
    const { active, edit, problems } = await read()
    expect(active).toMatchObject({ state: 'active', text: expect.stringContaining('bindings:') as string })
    expect([edit.allowed, problems]).toEqual([true, {}])
    const auditor = await call<PoliciesDto>('auditor', 'GET', '/policies')
    expect([auditor.status, auditor.body.edit.allowed]).toEqual([200, false])
    for (const role of ['viewer', 'on-call', 'release-manager', 'approver'] as const) {
      const refused = await call<ProblemDto>(role, 'GET', '/policies')
      expect([refused.status, refused.body.code], role).toEqual([403, 'forbidden'])
      const one = await call<ProblemDto>(role, 'GET', `/policies/${active.revision}`)
      expect(one.status, role).toBe(403)
    }
  })

  it('is changed by admins alone', async () => {
    for (const role of ['viewer', 'on-call', 'release-manager', 'approver', 'auditor'] as const) {
      const refused = await put({ text: withGuests(original), reason: 'x' }, role)
      expect([refused.status, refused.body.code], role).toEqual([403, 'forbidden'])
      expect((await put({ text: withGuests(original), dryRun: true }, role)).status, role).toBe(403)
    }
    expect((await read()).active.text).toBe(original)
    const [denied] = (
      await call<{ items: AuditEventDto[] }>('auditor', 'GET', '/audit?action=policy.edit&limit=5')
    ).body.items
    expect(denied).toMatchObject({ kind: 'denied', result: 'denied' })
  })

  it('tells in a dry run who would gain and lose what', async () => {
    const before = await read()
    const dry = await put({ text: withGuests(original, 'on-call'), dryRun: true })
    expect([dry.status, dry.body.outcome]).toEqual([200, 'dry-run'])
    expect(dry.body.changes).toMatchObject([{ who: { group }, lost: [] }])
    expect(dry.body.changes[0]?.gained.map(({ verb }) => verb)).toContain('abort')
    expect((await read()).active.revision).toBe(before.active.revision)
  })

  it('is refused with the line that is wrong, without a reason, and where it would lock its author out', async () => {
    const wrong = await put({ text: `${original}nonsense: true\n`, reason: 'x' })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid'])
    expect(wrong.body.fields?.[0]?.message).toContain(`line ${original.split('\n').length}:`)
    const silent = await put({ text: withGuests(original) })
    expect([silent.status, silent.body.code]).toEqual([422, 'reason-required'])
    const out = await put({ text: `bindings:\n  - { group: ${group}, role: admin }\n`, reason: 'x' })
    expect([out.status, out.body.code]).toEqual([422, 'locks-out'])
    expect((await read()).active.text).toBe(original)
  })

  it('takes effect at once, is in the log with hashes and difference, and is restored', async () => {
    const before = await read()
    const expectedRevision = before.active.revision
    const made = await put({ text: withGuests(original), reason: 'guests of a test', expectedRevision })
    expect([made.status, made.body.outcome], JSON.stringify(made.body)).toEqual([200, 'active'])
    const old = await put({ text: original, reason: 'x', expectedRevision })
    expect([old.status, old.body.code]).toEqual([409, 'conflict'])
    expect(old.body.current).toMatchObject({ revision: made.body.version?.revision })
    const [event] = await events('policy.changed')
    expect(event).toMatchObject({
      kind: 'policy',
      reason: 'guests of a test',
      before: { hash: before.active.hash },
      after: { hash: made.body.version?.hash },
    })
    expect(JSON.stringify(event?.detail)).toContain(`{ group: ${group}, role: viewer }`)
    const one = await call<PolicyWithBeforeDto>(
      'auditor',
      'GET',
      `/policies/${made.body.version?.revision ?? ''}`,
    )
    expect(one.body.before).toEqual({ revision: expectedRevision, text: original })
    const back = await put({ text: original, reason: 'back' })
    expect(back.body.outcome).toBe('active')
    expect((await put({ text: original, reason: 'again' })).body.outcome).toBe('unchanged')
    const { history } = await read()
    expect(history[0]).toMatchObject({ revision: made.body.version?.revision, state: 'superseded' })
  })

  it('has a schema that everybody may read', async () => {
    const schema = await call<{ properties: object }>('viewer', 'GET', '/policies/schema')
    expect(Object.keys(schema.body.properties)).toEqual(['bindings', 'releases', 'policy'])
  })

  it('names the rules that come close; those of others only to readers of the policy', async () => {
    const ask = async (role: Role) =>
      (await call<CanDto>(role, 'GET', '/me/can?verb=policy.edit&namespace=shop')).body
    const [auditor, viewer, admin] = [await ask('auditor'), await ask('viewer'), await ask('admin')]
    expect(auditor).toMatchObject({ allowed: false, rule: 'token role auditor' })
    expect(auditor.hints?.join()).toContain('you are not in group')
    expect([viewer.hints, admin.hints]).toEqual([undefined, undefined])
  })

  it('asks a second person where it says so, also to end that', async (test) => {
    if (second === undefined) return test.skip('needs AVIARY_OWNER_URL, to make a second admin')
    const on = await put({ text: `${original}policy: { twoPersons: true }\n`, reason: 'two persons' })
    expect(on.body, JSON.stringify(on.body)).toMatchObject({
      outcome: 'active',
      twoPersons: { before: false, after: true },
    })
    const asked = await put({ text: original, reason: 'one person again' })
    const revision = asked.body.version?.revision ?? ''
    expect([asked.status, asked.body.outcome]).toEqual([202, 'proposed'])
    expect(asked.headers.get('location')).toBe(`/api/v1/policies/${revision}`)
    expect((await read()).proposed).toMatchObject([{ revision, own: true }])
    const own = await call<ProblemDto>('admin', 'POST', `/policies/${revision}/approve`, {})
    expect([own.status, own.body.code]).toEqual([403, 'forbidden'])
    const auditor = await call<ProblemDto>('auditor', 'POST', `/policies/${revision}/approve`, {})
    expect(auditor.status).toBe(403)
    expect((await read()).twoPersons).toBe(true)
    const approved = await asSecond<PolicyDto>('POST', `/policies/${revision}/approve`, { reason: 'seen' })
    expect([approved.status, approved.body.state], JSON.stringify(approved.body)).toEqual([200, 'active'])
    expect(await read()).toMatchObject({ twoPersons: false, active: { text: original } })
    const again = await asSecond<ProblemDto>('POST', `/policies/${revision}/approve`)
    expect([again.status, again.body.code]).toEqual([409, 'wrong-state'])
    await until(
      'the approval in the log',
      () => events('policy.approved'),
      ([first]) => first?.reason === 'seen',
    )
  })
})
