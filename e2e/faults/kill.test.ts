import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call, until } from '../support/target'
import type { FaultStack } from './stack'
import { startFaultStack } from './stack'

const steps = [20, 40, 60, 80].flatMap((weight) => [
  { kind: 'weight', weight },
  { kind: 'bake', for: '2s' },
])

describe('a release whose server is killed', () => {
  let stack: FaultStack
  let checkout: Subject

  beforeAll(async () => {
    stack = await startFaultStack()
    checkout = await subject('shop', 'checkout')
  }, 300_000)

  afterEach(async () => {
    stack.gateway.onWrite(() => ({ fate: 'pass' }))
    await checkout.setWeights('release-manager', { v1: 100, v2: 0 })
    await checkout.untilWeights({ v1: 100, v2: 0 })
  })

  afterAll(async () => {
    await stack.stop()
  })

  const start = async (): Promise<string> => {
    const { body } = await call<ReleaseDto>('release-manager', 'POST', '/releases', {
      service: checkout.ref,
      from: 'v1',
      to: 'v2',
      plan: { steps },
    })
    const started = await call<ReleaseDto>('release-manager', 'POST', `/releases/${body.id}/start`)
    expect(started.body.state).toBe('running')
    return body.id
  }
  const release = async (id: string) => (await call<ReleaseDto>('viewer', 'GET', `/releases/${id}`)).body
  const promoted = (id: string) =>
    until(
      'the end',
      () => release(id),
      ({ state }) => state === 'promoted',
      120,
    )
  /** Operations of the release, oldest first, as canary weight and outcome. */
  const operations = async (id: string) => {
    const { body } = await call<{ items: OperationDto[] }>('viewer', 'GET', `/operations?release=${id}`)
    return body.items.toReversed().map(({ id: operation, after, outcome, writes }) => {
      const { weights } = after as { weights: Record<string, number> }
      return { operation, weight: weights['v2'], outcome, writes }
    })
  }
  const settled = (id: string, seconds: number) =>
    until(
      'no open outcome',
      () => operations(id),
      (all) => all.every(({ outcome }) => outcome !== 'pending' && outcome !== 'unknown'),
      seconds,
    )
  /** What the cluster accepted is what the applied operations say, each once. */
  const expectNothingRepeated = async (id: string, acceptedBefore: number) => {
    const all = await operations(id)
    const applied = all.filter(({ outcome }) => outcome === 'applied')
    expect(applied.map(({ weight }) => weight)).toEqual([20, 40, 60, 80, 100])
    const claimed = applied.flatMap(({ writes }) => writes.map(({ auditId }) => auditId))
    expect(stack.gateway.accepted.slice(acceptedBefore).map(({ auditId }) => auditId)).toEqual(claimed)
    expect((await call('auditor', 'GET', '/audit/verify')).body).toMatchObject({ ok: true })
  }
  /** Kills the server at the release's next write; resolves once it is gone. */
  const killedAtWrite = (fate: 'swallow' | 'mute') =>
    new Promise<void>((resolve, reject) => {
      stack.gateway.onWrite(() => ({ fate, done: () => void stack.app.kill9().then(resolve, reject) }))
    })

  it('goes on from its step, again and again, and repeats no write', { timeout: 240_000 }, async () => {
    const before = stack.gateway.accepted.length
    const id = await start()
    for (const weight of [40, 80]) {
      await checkout.untilWeights({ v1: 100 - weight, v2: weight })
      await stack.app.kill9()
      await expect(release(id)).rejects.toThrow()
      await stack.app.restart()
      expect((await release(id)).state).toBe('running')
    }
    await promoted(id)
    await settled(id, 60)
    expect(await checkout.weights()).toEqual({ v1: 0, v2: 100 })
    await expectNothingRepeated(id, before)
  })

  it('finds out about a write that the cluster did while nobody listened', { timeout: 240_000 }, async () => {
    const before = stack.gateway.accepted.length
    const id = await start()
    await checkout.untilWeights({ v1: 80, v2: 20 })
    await killedAtWrite('mute')
    stack.gateway.onWrite(() => ({ fate: 'pass' }))
    await stack.app.restart()
    const [, killed] = await operations(id)
    expect(killed).toMatchObject({ weight: 40, outcome: 'pending' })
    await promoted(id)
    const found = (await settled(id, 60)).find(({ operation }) => operation === killed?.operation)
    expect(found).toMatchObject({ outcome: 'applied', writes: [{ result: 'applied' }] })
    await expectNothingRepeated(id, before)
  })

  it(
    'does again what never reached the cluster, as an operation of its own',
    { timeout: 240_000 },
    async () => {
      const before = stack.gateway.accepted.length
      const id = await start()
      await checkout.untilWeights({ v1: 80, v2: 20 })
      await killedAtWrite('swallow')
      stack.gateway.onWrite(() => ({ fate: 'pass' }))
      await stack.app.restart()
      await promoted(id)
      const all = await settled(id, 120)
      expect(all.map(({ weight, outcome }) => [weight, outcome])).toEqual([
        [20, 'applied'],
        [40, 'not-applied'],
        [40, 'applied'],
        [60, 'applied'],
        [80, 'applied'],
        [100, 'applied'],
      ])
      expect(all[1]?.writes).toMatchObject([{ result: 'not-sent' }])
      await expectNothingRepeated(id, before)
    },
  )
})
