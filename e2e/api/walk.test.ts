import { describe, expect, it } from 'vitest'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ReleaseDto, ReleasePreviewDto } from '@/lib/contracts/releases'
import type { GraphDto } from '@/lib/contracts/topology'
import { subject } from '../support/service'
import { call, kubectl, kubectlWeights, until } from '../support/target'

interface Spec {
  spec: { http: { name?: string; route: { weight?: number }[] }[] }
  metadata: { annotations?: Record<string, string>; labels?: Record<string, string> }
}
const yamlOf = async (name: string) =>
  JSON.parse(await kubectl('get', 'virtualservice', name, '-n', 'shop', '-o', 'json')) as Spec

describe('one canary, end to end', () => {
  it('is seen, moved, verified, mirrored, released, aborted and audited', async () => {
    const checkout = await subject('shop', 'checkout')
    const before = await yamlOf('checkout')
    await until(
      'checkout with v1 and v2 in the topology',
      async () => (await call<GraphDto>('viewer', 'GET', '/topology?namespaces=shop')).body,
      (graph) =>
        ['v1', 'v2'].every((version) =>
          graph.nodes.some(
            (node) => node.kind === 'version' && node.app === 'checkout' && node.version === version,
          ),
        ),
    )

    const moved = await checkout.setWeights('release-manager', { v1: 90, v2: 10 }, { reason: 'first tenth' })
    expect(moved.body).toMatchObject({
      outcome: 'applied',
      action: 'set-weights',
      before: { weights: { v1: 100, v2: 0 } },
      after: { weights: { v1: 90, v2: 10 } },
    })
    expect(moved.body.writes.map(({ result }) => result)).toEqual(['applied'])
    await checkout.untilVerified({ v1: 90, v2: 10 })

    const rule = await checkout.rulePath()
    expect(
      (await call<OperationDto>('release-manager', 'PUT', `${rule}/mirror`, { to: 'v2', percent: 50 })).body,
    ).toMatchObject({ outcome: 'applied' })
    await until('the mirror', checkout.detail, (now) => now.routes[0]?.rules[0]?.mirrors[0]?.percent === 50)
    expect((await call<OperationDto>('on-call', 'DELETE', `${rule}/mirror`)).body).toMatchObject({
      outcome: 'applied',
    })
    await until('no mirror', checkout.detail, (now) => now.routes[0]?.rules[0]?.mirrors.length === 0)

    const back = await checkout.setWeights('on-call', { v1: 100, v2: 0 })
    expect([back.status, back.body.outcome]).toEqual([200, 'applied'])
    await checkout.untilWeights({ v1: 100, v2: 0 })

    const plan = {
      service: checkout.ref,
      from: 'v1',
      to: 'v2',
      plan: { preset: 'linear', step: 20, bake: '10m' },
    }
    const preview = await call<ReleasePreviewDto>('release-manager', 'POST', '/releases', {
      ...plan,
      dryRun: true,
    })
    expect(
      preview.body.steps.filter(({ step }) => step.kind === 'weight').map(({ patches }) => patches.length),
    ).toEqual([1, 1, 1, 1, 1])
    const created = await call<ReleaseDto>('release-manager', 'POST', '/releases', plan)
    expect([created.status, created.body.state]).toEqual([201, 'draft'])
    const at = `/releases/${created.body.id}`
    expect(
      (await call<ReleaseDto>('release-manager', 'POST', `${at}/start`, { reason: '2.4.1, tax fix' })).body
        .state,
    ).toBe('running')
    await checkout.untilWeights({ v1: 80, v2: 20 })
    expect((await call('release-manager', 'POST', '/releases', plan)).status).toBe(201)
    for (const [v1, v2] of [
      [60, 40],
      [40, 60],
    ] as const) {
      await until(
        'the bake',
        async () => (await call<ReleaseDto>('viewer', 'GET', at)).body,
        (release) => release.step.kind === 'bake',
      )
      const unsaid = await call<{ code: string }>('release-manager', 'POST', `${at}/promote`, {})
      expect([unsaid.status, unsaid.body.code], 'no verdict yet').toEqual([422, 'reason-required'])
      const said = await call('release-manager', 'POST', `${at}/promote`, { reason: 'looked at it' })
      expect(said.status).toBe(200)
      await checkout.untilWeights({ v1, v2 })
    }
    const aborted = await call<ReleaseDto>('on-call', 'POST', `${at}/abort`, { reason: 'enough' })
    expect([aborted.status, aborted.body.state]).toEqual([200, 'aborted'])
    await checkout.untilWeights({ v1: 100, v2: 0 })
    const again = await call<{ code: string; state: string; allowed: string[] }>(
      'release-manager',
      'POST',
      `${at}/promote`,
      {},
    )
    expect([again.status, again.body.code, again.body.allowed]).toEqual([
      409,
      'wrong-state',
      ['retry', 'undo'],
    ])

    const audit = await call<{ items: AuditEventDto[] }>(
      'auditor',
      'GET',
      `/audit?release=${created.body.id}&limit=200`,
    )
    const actions = audit.body.items.map(({ action }) => action)
    for (const action of [
      'release.create',
      'release.start',
      'release.promote',
      'release.abort',
      'release.aborted',
      'set-weights',
    ])
      expect(actions).toContain(action)
    const weights = await call<{ items: AuditEventDto[] }>(
      'auditor',
      'GET',
      `/audit?action=set-weights&service=${checkout.path.slice('/services/'.length)}`,
    )
    expect(
      weights.body.items.some(
        ({ reason, kind, actor }) => reason === 'first tenth' && kind === 'intent' && actor.name !== '',
      ),
    ).toBe(true)
    expect((await call('auditor', 'GET', '/audit/verify')).body).toMatchObject({ ok: true })

    const after = await yamlOf('checkout')
    expect(after.spec).toEqual(before.spec)
    const own = Object.keys(after.metadata.annotations ?? {}).filter(
      (key) => !(key in (before.metadata.annotations ?? {})),
    )
    expect(own.every((key) => key.startsWith('aviary.dev/'))).toBe(true)
    expect(after.metadata.labels).toEqual(before.metadata.labels)
  })

  it('refuses a viewer’s write and records the denial', async () => {
    const checkout = await subject('shop', 'checkout')
    const reply = await checkout.setWeights('viewer', { v1: 90, v2: 10 })
    expect([reply.status, (reply.body as unknown as { code: string }).code]).toEqual([403, 'forbidden'])
    const audit = await call<{ items: AuditEventDto[] }>('auditor', 'GET', '/audit?result=denied&limit=20')
    expect(
      audit.body.items.some(({ kind, service }) => kind === 'denied' && service?.name === 'checkout'),
    ).toBe(true)
  })

  it('lets on-call lower and not raise', async () => {
    const checkout = await subject('shop', 'checkout')
    const raised = await checkout.setWeights('on-call', { v1: 95, v2: 5 })
    expect(raised.status).toBe(403)
  })

  it('undoes a move by a small patch, and not when somebody changed the route since', async () => {
    const checkout = await subject('shop', 'checkout')
    const moved = await checkout.setWeights('release-manager', { v1: 93, v2: 7 })
    await checkout.untilWeights({ v1: 93, v2: 7 })
    const undone = await call<OperationDto>(
      'release-manager',
      'POST',
      `/operations/${moved.body.id}/undo`,
      {},
    )
    expect(undone.body).toMatchObject({
      outcome: 'applied',
      action: 'undo',
      undoOf: moved.body.id,
      after: { weights: { v1: 100, v2: 0 } },
    })
    await checkout.untilWeights({ v1: 100, v2: 0 })
    const second = await checkout.setWeights('release-manager', { v1: 94, v2: 6 })
    await kubectlWeights('shop', 'checkout', [96, 4])
    const conflict = await call<{ code: string; current: { route: { writer: { manager: string } } } }>(
      'release-manager',
      'POST',
      `/operations/${second.body.id}/undo`,
      {},
    )
    expect([conflict.status, conflict.body.code]).toEqual([409, 'conflict'])
    expect(conflict.body.current.route.writer.manager).toContain('kubectl')
    await checkout.untilWeights({ v1: 96, v2: 4 })
    expect((await checkout.setWeights('on-call', { v1: 100, v2: 0 })).status).toBe(200)
    await checkout.untilWeights({ v1: 100, v2: 0 })
  })

  it('holds a release when somebody else changes the route, naming the writer, and goes on after resume', async () => {
    const checkout = await subject('shop', 'checkout')
    const created = await call<ReleaseDto>('release-manager', 'POST', '/releases', {
      service: checkout.ref,
      from: 'v1',
      to: 'v2',
      plan: { preset: 'linear', step: 50, bake: '10m' },
    })
    const at = `/releases/${created.body.id}`
    await call('release-manager', 'POST', `${at}/start`)
    await checkout.untilWeights({ v1: 50, v2: 50 })
    await until(
      'the bake',
      async () => (await call<ReleaseDto>('viewer', 'GET', at)).body,
      (release) => release.step.kind === 'bake',
    )
    await kubectlWeights('shop', 'checkout', [70, 30])
    const held = await until(
      'holding',
      async () => (await call<ReleaseDto>('viewer', 'GET', at)).body,
      (release) => release.state === 'holding',
    )
    expect(held.waitingFor).toContain('kubectl')
    expect(await checkout.weights()).toMatchObject({ v1: 70, v2: 30 })
    expect((await call('on-call', 'POST', `${at}/resume`, {})).status).toBe(403)
    expect((await call<ReleaseDto>('release-manager', 'POST', `${at}/resume`, {})).body.state).toBe('running')
    await checkout.untilWeights({ v1: 50, v2: 50 })
    expect((await call<ReleaseDto>('on-call', 'POST', `${at}/pause`, {})).body.state).toBe('paused')
    expect((await call<ReleaseDto>('on-call', 'POST', `${at}/abort`, {})).body.state).toBe('aborted')
    await checkout.untilWeights({ v1: 100, v2: 0 })
  })
})
