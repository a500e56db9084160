import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MeDto } from '@/lib/contracts/access'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { FaultStack } from '../faults/stack'
import { startFaultStack } from '../faults/stack'
import type { Agent } from '../support/agent'
import { furnish, istio } from '../support/data-planes'
import { deploymentManifest } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { startRelease } from '../support/release'
import type { Subject } from '../support/service'
import { callAs, signIn } from '../support/session'
import { call, kubectl, until } from '../support/target'
import { readAuditLog } from './audit-oracle.mjs'
import { applyFor, ownAccount } from './own-account'

const timeout = 240_000
const asker = 'aviary-asker'
const virtual = 'aviary-virtual'

/** What the API server's own audit log says of an account's writes that were stored, in one namespace. */
async function writesOf(account: string, namespace: string) {
  const events = await readAuditLog(process.env['AVIARY_AUDIT_LOG'] ?? '')
  return events.filter(
    ({ user, stage, requestURI, objectRef, responseStatus }) =>
      user?.username === `system:serviceaccount:aviary:${account}` &&
      stage === 'ResponseComplete' &&
      objectRef?.namespace === namespace &&
      !requestURI.includes('dryRun=All') &&
      (responseStatus?.code ?? 500) < 300,
  )
}

let stack: FaultStack
let place: Playground
let web: Subject

beforeAll(async () => {
  const kubeconfig = await ownAccount(asker, ['aviary', 'aviary-moves'])
  await applyFor(asker, 'rbac-sar.yaml')
  stack = await startFaultStack({ kubeconfig, prometheusUrl: process.env['AVIARY_PROMETHEUS'] ?? '' })
  await stack.app.restart({ KUBERNETES_IDENTITY: 'sar', KUBERNETES_GROUPS_PREFIX: 'idp:' })
}, 300_000)
afterAll(() => stack.stop())

beforeEach(async () => {
  place = await playground('identity')
  web = await furnish(istio, place.namespace)
})
afterEach(() => place.remove())

const bind = (name: string, ...to: string[]) =>
  kubectl('create', 'rolebinding', name, '-n', place.namespace, '--clusterrole=aviary-moves', ...to)
const unbind = (name: string) => kubectl('delete', 'rolebinding', name, '-n', place.namespace)

describe('KUBERNETES_IDENTITY=sar', () => {
  let rita: Agent
  beforeAll(async () => {
    rita = await signIn('release-manager')
  })

  type Answer = OperationDto & ProblemDto
  const move = async (v2: number, extra: object = {}) =>
    callAs<Answer>(rita, 'PUT', `${await web.rulePath()}/weights`, {
      weights: { v1: 100 - v2, v2 },
      ...extra,
    })
  const denied = /^Kubernetes does not let (\S+) patch VirtualService "web" in e2e-/

  it('lets nobody move what Kubernetes does not let them write, and records it', async () => {
    const before = await place.route('web')
    for (const extra of [{ dryRun: true }, {}]) {
      const { status, body } = await move(20, extra)
      expect([status, body.code, body.detail]).toEqual([403, 'forbidden', expect.stringMatching(denied)])
    }
    expect((await place.route('web')).metadata.resourceVersion).toBe(before.metadata.resourceVersion)
    expect(await writesOf(asker, place.namespace)).toEqual([])
    const service = `${web.ref.cluster}/${place.namespace}/web`
    const { body } = await call<{ items: AuditEventDto[] }>('auditor', 'GET', `/audit?service=${service}`)
    expect(body.items.map(({ kind, action }) => [kind, action])).toEqual([
      ['denied', 'set-weights'],
      ['denied', 'set-weights'],
    ])
    expect(body.items[0]?.detail).toMatchObject({ rule: 'kubernetes' })
  })

  it.each([
    ['the person', async (me: MeDto) => `--user=${me.subject}`],
    ['a group of theirs', async () => '--group=idp:aviary-release-managers'],
  ])('lets %s move as soon as RBAC does', async (_, to) => {
    const me = await callAs<MeDto>(rita, 'GET', '/me')
    await bind('moves', await to(me.body))
    await until(
      'the right',
      () => move(20),
      ({ status }) => status === 200,
    )
    expect(await writesOf(asker, place.namespace)).toHaveLength(1)
    await unbind('moves')
    await until(
      'the denial',
      () => move(30, { dryRun: true }),
      ({ status }) => status === 403,
    )
  })

  it('asks about each of the writes of one operation, and makes none where one is denied', async () => {
    const me = await callAs<MeDto>(rita, 'GET', '/me')
    const resource = '--resource=virtualservices.networking.istio.io'
    await kubectl('create', 'role', 'routes', '-n', place.namespace, '--verb=patch', resource)
    await kubectl(
      ...['create', 'rolebinding', 'routes', '-n', place.namespace],
      ...['--role=routes', `--user=${me.body.subject}`],
    )
    await until(
      'the right',
      () => move(20),
      ({ status }) => status === 200,
    )
    await place.apply(deploymentManifest(place.namespace, 'web', 'v3', { replicas: 1 }))
    const path = `${await web.rulePath()}/destinations`
    await until(
      'the denial of the DestinationRule alone',
      () => callAs<Answer>(rita, 'POST', path, { version: 'v3' }),
      ({ status, body: { detail } }) =>
        status === 403 &&
        detail.includes('patch DestinationRule "web"') &&
        !detail.includes('VirtualService'),
    )
    expect(await writesOf(asker, place.namespace)).toHaveLength(1)
  })

  it('takes a token for a user of its own', async () => {
    const refused = await web.setWeights('release-manager', { v1: 80, v2: 20 })
    const problem = refused.body as unknown as ProblemDto
    const [, name = ''] = denied.exec(problem.detail) ?? []
    expect([refused.status, name]).toEqual([403, expect.stringMatching(/^aviary:token:[\w-]+$/)])
    await bind('token', `--user=${name}`)
    await until(
      'the right',
      () => web.setWeights('release-manager', { v1: 80, v2: 20 }),
      ({ status }) => status === 200,
    )
  })

  it('says that it may not ask, and writes nothing', async () => {
    const binding = `${asker}-aviary-access-reviews`
    await bind('moves', '--group=idp:aviary-release-managers')
    await kubectl('delete', 'clusterrolebinding', binding)
    await until(
      'the refusal',
      () => move(20, { dryRun: true }),
      ({ status }) => status === 502,
    )
    const { status, body } = await move(20)
    expect([status, body.code]).toEqual([502, 'cluster-refused'])
    expect(await writesOf(asker, place.namespace)).toEqual([])
    await applyFor(asker, 'rbac-sar.yaml')
    await until(
      'the right',
      () => move(20),
      (answer) => answer.status === 200,
    )
  })

  it(
    'holds a release whose starter may not write any more, and goes on when they may',
    { timeout },
    async () => {
      const refused = await web.setWeights('release-manager', { v1: 80, v2: 20 })
      const [, token = ''] = denied.exec((refused.body as unknown as ProblemDto).detail) ?? []
      await bind('starter', `--user=${token}`)
      await until(
        'the right',
        () => web.setWeights('release-manager', { v1: 100, v2: 0 }, { dryRun: true }),
        ({ status }) => status === 200,
      )
      const steps = [
        { kind: 'weight', weight: 20 },
        { kind: 'bake', for: '6s' },
        { kind: 'weight', weight: 40 },
        { kind: 'bake', for: '30m' },
      ]
      const release = await startRelease(web, { from: 'v1', to: 'v2' }, { steps, checks: [] })
      await release.until('20 %', async () => (await release.moves()).at(-1) === 'weight 20')
      await unbind('starter')
      const held = await release.until('the hold', ({ state }) => state === 'holding')
      expect([held.holdCause, held.waitingFor]).toEqual(['refused', expect.stringContaining(token)])
      expect(await web.weights()).toEqual({ v1: 80, v2: 20 })

      // Whoever may not write is told so, and the release stays what it is.
      const abort = await release.verb('on-call', 'abort')
      expect([abort.status, abort.body.detail]).toEqual([403, expect.stringMatching(denied)])
      expect((await release.read()).state).toBe('holding')

      await bind('starter', `--user=${token}`)
      await release.until('40 %', async () => (await release.moves()).at(-1) === 'weight 40', 90)
      const ended = await release.verb('release-manager', 'abort')
      expect([ended.status, ended.body.state], JSON.stringify(ended.body)).toEqual([200, 'aborted'])
      expect(await web.weights()).toEqual({ v1: 100, v2: 0 })
    },
  )
})

describe('KUBERNETES_IDENTITY=impersonate', () => {
  beforeAll(async () => {
    const kubeconfig = await ownAccount(virtual, ['aviary'])
    await applyFor(virtual, 'rbac-impersonate.yaml')
    await stack.app.restart({
      KUBERNETES_IDENTITY: 'impersonate',
      KUBERNETES_GROUPS_PREFIX: '',
      KUBECONFIG: kubeconfig,
    })
  }, timeout)

  const impersonated = async () =>
    (await writesOf(virtual, place.namespace)).map(({ impersonatedUser }) => impersonatedUser)

  it('is the manager for more and the operator for less, with the person in the extras', async () => {
    const rita = await signIn('release-manager')
    const me = await callAs<MeDto>(rita, 'GET', '/me')
    const path = `${await web.rulePath()}/weights`
    for (const v2 of [30, 5]) {
      const weights = { v1: 100 - v2, v2 }
      const { status, body } = await callAs<OperationDto>(rita, 'PUT', path, { weights })
      expect([status, body.outcome], JSON.stringify(body)).toEqual([200, 'applied'])
    }
    const [up, down] = await impersonated()
    expect([up?.username, down?.username]).toEqual(['aviary:manager', 'aviary:operator'])
    expect(up?.groups).toContain('aviary:virtual')
    expect(down?.extra).toEqual({
      'aviary.dev/issuer': [me.body.issuer],
      'aviary.dev/subject': [me.body.subject],
      'aviary.dev/name': [encodeURI(me.body.name).replaceAll('%20', ' ')],
      'aviary.dev/via': ['session'],
    })
  })

  it(
    'makes objects as the manager, removes them as it is told, and names the starter behind the engine',
    { timeout },
    async () => {
      const release = await startRelease(
        web,
        { from: 'v1', to: 'v2' },
        {
          steps: [
            { kind: 'weight', weight: 20 },
            { kind: 'bake', for: '30m' },
          ],
          checks: [],
        },
      )
      await release.until('20 %', async () => (await release.moves()).at(-1) === 'weight 20')
      const ended = await release.verb('on-call', 'abort')
      expect([ended.status, ended.body.state], JSON.stringify(ended.body)).toEqual([200, 'aborted'])
      const users = await impersonated()
      expect(users.map((user) => [user?.username, user?.extra?.['aviary.dev/via']])).toEqual([
        ['aviary:manager', ['engine']],
        ['aviary:operator', ['token']],
      ])
      const [starter, stopper] = users.map((user) => user?.extra?.['aviary.dev/subject'])
      expect(starter).not.toEqual(['engine'])
      expect(stopper).not.toEqual(starter)
    },
  )

  it('has an account that writes nothing itself and acts as nobody else', async () => {
    const account = `--as=system:serviceaccount:aviary:${virtual}`
    const can = (...what: string[]) =>
      kubectl('auth', 'can-i', ...what, account).then(
        (text) => text.trim(),
        (error: unknown) => (error as { stdout: string }).stdout.trim(),
      )
    expect(await can('patch', 'virtualservices.networking.istio.io', '-n', place.namespace)).toBe('no')
    expect(await can('impersonate', 'users/aviary:manager')).toBe('yes')
    expect(await can('impersonate', 'users/admin')).toBe('no')
    expect(await can('impersonate', 'groups/system:masters')).toBe('no')
    expect(await can('impersonate', 'serviceaccounts', '-n', 'kube-system')).toBe('no')
  })
})
