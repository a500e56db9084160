import { beforeAll, describe, expect, it } from 'vitest'
import type { MeDto } from '@/lib/contracts/access'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { Agent } from '../support/agent'
import { deploymentManifest } from '../support/manifests'
import { startRelease } from '../support/release'
import type { RbacSubject } from '../support/role-binding'
import { roleBinding } from '../support/role-binding'
import { callAs, signIn } from '../support/session'
import type { Role } from '../support/target'
import { call, until } from '../support/target'
import type { IdentityCase } from './identity-case'

const timeout = 240_000
const user = (name: string): RbacSubject => ({ kind: 'User', name })
const managers: RbacSubject = { kind: 'Group', name: 'idp:aviary-release-managers' }

/** KUBERNETES_IDENTITY=sar: nothing is written that the person may not write. */
export function askedWrites(on: IdentityCase): void {
  describe('KUBERNETES_IDENTITY=sar', () => {
    let rita: Agent
    beforeAll(async () => {
      rita = await signIn('release-manager')
    })

    type Answer = OperationDto & ProblemDto
    const move = async (v2: number, extra: object = {}) =>
      callAs<Answer>(rita, 'PUT', `${await on.web.rulePath()}/weights`, {
        weights: { v1: 100 - v2, v2 },
        ...extra,
      })
    /** As whom Kubernetes knows the token of a role, by a move that it denies. */
    const tokenName = async (role: Role): Promise<string> => {
      const { body } = await on.web.setWeights(role, { v1: 100, v2: 0 }, { dryRun: true })
      return denied.exec((body as unknown as ProblemDto).detail)?.[1] ?? ''
    }
    const denied = /^Kubernetes does not let (\S+) patch VirtualService "web" in e2e-/

    it('lets nobody move what Kubernetes does not let them write, and records it', async () => {
      const before = await on.place.route('web')
      for (const extra of [{ dryRun: true }, {}]) {
        const { status, body } = await move(20, extra)
        expect([status, body.code, body.detail]).toEqual([403, 'forbidden', expect.stringMatching(denied)])
      }
      expect((await on.place.route('web')).metadata.resourceVersion).toBe(before.metadata.resourceVersion)
      expect(await on.writes()).toEqual([])
      const service = `${on.web.ref.cluster}/${on.place.namespace}/web`
      const { body } = await call<{ items: AuditEventDto[] }>('auditor', 'GET', `/audit?service=${service}`)
      expect(body.items.map(({ kind, action }) => [kind, action])).toEqual([
        ['denied', 'set-weights'],
        ['denied', 'set-weights'],
      ])
      expect(body.items[0]?.detail).toMatchObject({ rule: 'kubernetes' })
    })

    it.each([
      ['the person', ({ subject }: MeDto): RbacSubject => ({ kind: 'User', name: subject })],
      ['a group of theirs', (): RbacSubject => managers],
    ])('lets %s move as soon as RBAC does', async (_, to) => {
      const me = await callAs<MeDto>(rita, 'GET', '/me')
      await on.bind('moves', to(me.body))
      await until(
        'the right',
        () => move(20),
        ({ status }) => status === 200,
      )
      expect(await on.writes()).toHaveLength(1)
      await on.unbind('moves')
      await until(
        'the denial',
        () => move(30, { dryRun: true }),
        ({ status }) => status === 403,
      )
    })

    it('asks about each of the writes of one operation, and makes none where one is denied', async () => {
      const me = await callAs<MeDto>(rita, 'GET', '/me')
      const { namespace } = on.place
      await on.place.apply(
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'Role',
          metadata: { name: 'routes', namespace },
          rules: [{ verbs: ['patch'], apiGroups: ['networking.istio.io'], resources: ['virtualservices'] }],
        },
        roleBinding(namespace, 'routes', 'routes', [user(me.body.subject)]),
      )
      await until(
        'the right',
        () => move(20),
        ({ status }) => status === 200,
      )
      await on.place.apply(deploymentManifest(on.place.namespace, 'web', 'v3', { replicas: 1 }))
      const path = `${await on.web.rulePath()}/destinations`
      await until(
        'the denial of the DestinationRule alone',
        () => callAs<Answer>(rita, 'POST', path, { version: 'v3' }),
        ({ status, body: { detail } }) =>
          status === 403 &&
          detail.includes('patch DestinationRule "web"') &&
          !detail.includes('VirtualService'),
      )
      expect(await on.writes()).toHaveLength(1)
    })

    it('takes a token for a user of its own', async () => {
      const name = await tokenName('release-manager')
      expect(name).toMatch(/^aviary:token:[\w-]+$/)
      await on.bind('token', user(name))
      await until(
        'the right',
        () => on.web.setWeights('release-manager', { v1: 80, v2: 20 }),
        ({ status }) => status === 200,
      )
    })

    it(
      'holds a release whose starter may not write any more, and goes on when they may',
      { timeout },
      async () => {
        const token = await tokenName('release-manager')
        await on.bind('starter', user(token))
        await until(
          'the right',
          () => on.web.setWeights('release-manager', { v1: 100, v2: 0 }, { dryRun: true }),
          ({ status }) => status === 200,
        )
        const steps = [
          { kind: 'weight', weight: 20 },
          { kind: 'bake', for: '6s' },
          { kind: 'weight', weight: 40 },
          { kind: 'bake', for: '30m' },
        ]
        const release = await startRelease(on.web, { from: 'v1', to: 'v2' }, { steps, checks: [] })
        await release.until('20 %', async () => (await release.moves()).at(-1) === 'weight 20')
        await on.unbind('starter')
        const held = await release.until('the hold', ({ state }) => state === 'holding')
        expect([held.holdCause, held.waitingFor]).toEqual(['refused', expect.stringContaining(token)])
        expect(await on.web.weights()).toEqual({ v1: 80, v2: 20 })

        // Whoever may not write is told so, and the release stays what it is.
        const abort = await release.verb('on-call', 'abort')
        expect([abort.status, abort.body.detail]).toEqual([403, expect.stringMatching(denied)])
        expect((await release.read()).state).toBe('holding')

        await on.bind('starter', user(token))
        await release.until('40 %', async () => (await release.moves()).at(-1) === 'weight 40', 90)
        const ended = await release.verb('release-manager', 'abort')
        expect([ended.status, ended.body.state], JSON.stringify(ended.body)).toEqual([200, 'aborted'])
        expect(await on.web.weights()).toEqual({ v1: 100, v2: 0 })
      },
    )

    const { forbidAsking } = on.stage
    // The sandbox lets Aviary's account ask everything: there is no right to take away.
    if (forbidAsking !== undefined)
      it('says that it may not ask, and writes nothing', async () => {
        await on.bind('moves', managers)
        await until(
          'the right',
          () => move(20),
          ({ status }) => status === 200,
        )
        const giveBack = await forbidAsking()
        await until(
          'the refusal',
          () => move(30, { dryRun: true }),
          ({ status }) => status === 502,
        )
        const { status, body } = await move(30)
        expect([status, body.code]).toEqual([502, 'cluster-refused'])
        expect(await on.writes()).toHaveLength(1)
        await giveBack()
        await until(
          'the right',
          () => move(30),
          (answer) => answer.status === 200,
        )
      })

    it(
      'carries an abort through, once it is declared, though nobody may write any more',
      { timeout },
      async () => {
        await on.bind('moves', user(await tokenName('release-manager')), user(await tokenName('on-call')))
        await until(
          'the right',
          () => on.web.setWeights('release-manager', { v1: 100, v2: 0 }, { dryRun: true }),
          ({ status }) => status === 200,
        )
        const steps = [
          { kind: 'weight', weight: 20 },
          { kind: 'bake', for: '30m' },
        ]
        const release = await startRelease(on.web, { from: 'v1', to: 'v2' }, { steps, checks: [] })
        await release.until('20 %', async () => (await release.moves()).at(-1) === 'weight 20')
        on.stack.gateway.onWrite(({ auditId }) => ({ fate: auditId === '' ? 'pass' : 'swallow' }))
        const abort = await release.verb('on-call', 'abort')
        expect([abort.status, abort.body.state], JSON.stringify(abort.body)).toEqual([200, 'aborting'])
        await on.unbind('moves')
        on.stack.gateway.onWrite(() => ({ fate: 'pass' }))
        await release.until('the end', ({ state }) => state === 'aborted', 90)
        expect(await on.web.weights()).toEqual({ v1: 100, v2: 0 })
      },
    )
  })
}
