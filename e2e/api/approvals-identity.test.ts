import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MeDto } from '@/lib/contracts/access'
import type { WaitingAnswer } from '@/lib/contracts/calls'
import type { PoliciesDto, PolicyChangeDto } from '@/lib/contracts/policies'
import { createDemoTokens } from '@/scripts/lib/demo-tokens.mjs'
import type { Agent } from '../support/agent'
import type { Draft, ReleaseReply } from '../support/drafts'
import { makeDraft, webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import type { Subject } from '../support/service'
import { callAs, signIn, signOut } from '../support/session'
import { call, demo } from '../support/target'

// Who counts as another person: needs people that the identity provider does not have, which only the owner of the
// database can make.
const owner = process.env['AVIARY_OWNER_URL'] ?? ''
const timeout = 120_000
const plan = (count: number) => ({
  steps: [
    { kind: 'weight', weight: 20 },
    { kind: 'bake', for: '1h' },
    { kind: 'weight', weight: 100 },
  ],
  approvals: { count, expires: '1h' },
})
const temporary = `approver-${randomBytes(4).toString('hex')}`

describe.skipIf(owner === '')(
  `approvals and who a person is${owner === '' ? ': needs AVIARY_OWNER_URL' : ''}`,
  () => {
    let place: Playground
    let web: Subject
    let draft: Draft
    let admin: MeDto
    let session: Agent
    let original: string
    let approvers: string[]

    beforeAll(async () => {
      ;({ place, web } = await webAlone('approvals-identity'))
      admin = (await call<MeDto>('admin', 'GET', '/me')).body
      approvers = (await call<MeDto>('approver', 'GET', '/me')).body.groups
      session = await signIn('admin')
      original = (await call<PoliciesDto>('admin', 'GET', '/policies')).body.active.text
    })
    beforeEach(async () => {
      draft = await makeDraft('admin', web, plan(2))
    })
    afterEach(() => draft.end())
    afterAll(async () => {
      await setPolicy(original)
      await signOut(session)
      await place.remove()
    })

    const setPolicy = async (text: string) => {
      const { status } = await call<PolicyChangeDto>('admin', 'PUT', '/policies', { text, reason: 'a test' })
      expect(status).toBe(200)
    }
    const tokenOf = async (subject: string, name: string, groups: string[]) => {
      const person = { issuer: demo().issuer, subject, name, groups, role: 'approver' }
      const [made] = await createDemoTokens(owner, [person])
      return made?.token ?? ''
    }
    const approval = () => ({ decision: 'approve', planHash: draft.planHash })
    const approveBy = (token: string): Promise<ReleaseReply> =>
      call(null, 'POST', `/releases/${draft.id}/approvals`, approval(), { authorization: `Bearer ${token}` })
    const started = async () => {
      const { status, body } = await draft.verb('admin', 'start')
      expect([status, body.state], JSON.stringify(body)).toEqual([200, 'awaiting-approval'])
    }

    it('one’s own stay one’s own by a second session and through another group', { timeout }, async () => {
      await started()
      const bySession = await callAs<{ code: string; detail: string }>(
        session,
        'POST',
        `/releases/${draft.id}/approvals`,
        approval(),
      )
      expect([bySession.status, bySession.body.code]).toEqual([403, 'forbidden'])
      expect(bySession.body.detail).toContain('somebody else')
      const byGroup = await approveBy(await tokenOf(admin.subject, 'Not Ada', approvers))
      expect([byGroup.status, byGroup.body.code]).toEqual([403, 'forbidden'])
      expect(byGroup.body.detail).toContain('somebody else')
      expect((await draft.read()).approvals).toEqual([])
    })

    it('a name that is the same makes nobody the same, nor grants anything', { timeout }, async () => {
      await started()
      const namesake = await approveBy(await tokenOf(`${temporary}-namesake`, admin.name, []))
      expect([namesake.status, namesake.body.code]).toEqual([403, 'forbidden'])
      expect((await draft.read()).approvals).toEqual([])
    })

    it('of somebody who may not approve any more do not count', { timeout }, async () => {
      await started()
      const given = await approveBy(await tokenOf(temporary, 'Temporary Approver', approvers))
      expect([given.status, given.body.approvals.length], JSON.stringify(given.body)).toEqual([200, 1])
      const deny = `  - { subject: ${temporary}, verbs: [approve], effect: deny }\n`
      await setPolicy(original.replace(/^bindings:\n/m, `bindings:\n${deny}`))
      expect((await draft.verb('approver', 'approvals', approval())).status).toBe(200)
      const { body } = await call<z.infer<typeof WaitingAnswer>>('approver', 'GET', '/waiting')
      expect(body.items.find(({ release }) => release === draft.id)?.words).toContain('1 of 2')
      expect((await draft.read()).state).toBe('awaiting-approval')
      const refused = await approveBy(await tokenOf(temporary, 'Temporary Approver', approvers))
      expect(refused.status).toBe(403)
    })
  },
)
