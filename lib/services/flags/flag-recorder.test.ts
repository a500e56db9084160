import { beforeEach, describe, expect, it } from 'vitest'
import { booleanFlag } from '@/lib/domain/flags/flags.fixture'
import { createFlagRecorder, type FlagRecorder } from './flag-recorder'
import { checkout, FlagStage } from './flag-stage.fixture'

let stage: FlagStage
let recorder: FlagRecorder
const record = (epoch = 1) => recorder.record(stage.ctx(), epoch)
const checkoutFlag = (...args: Parameters<typeof booleanFlag>) => ({ 'new-checkout': booleanFlag(...args) })

beforeEach(() => {
  stage = new FlagStage()
  recorder = createFlagRecorder(stage.ports, stage.log)
})

describe('while an engine leads', () => {
  it('records one event a change, with who wrote it and both states, and tells the browsers', async () => {
    stage.put(checkoutFlag('off'), {}, false)
    await record()
    expect(stage.events).toEqual([])
    stage.put(checkoutFlag('off', 10), { writer: 'kubectl-edit', at: '2026-11-21T11:59:58Z' })
    stage.put(checkoutFlag('off', 12.5))
    expect(stage.pokes).toBe(2)
    await record()
    await record()
    expect(stage.words()).toEqual(['new-checkout: off → on 10 %', 'new-checkout: on 10 % → 12.5 %'])
    expect(stage.events[0]).toMatchObject({
      kind: 'flag',
      action: 'flag.changed',
      actor: { issuer: 'kubernetes', subject: 'kubectl-edit', name: 'kubectl-edit' },
      service: checkout,
      before: { 'new-checkout': { state: 'ENABLED', defaultVariant: 'off' } },
      after: { 'new-checkout': { shares: { on: 10, off: 90 } } },
      detail: { configMaps: ['checkout-flags'], writtenAt: '2026-11-21T11:59:58Z' },
    })
    expect(stage.events[0]).not.toHaveProperty('reason')
    expect(stage.events[1]).toMatchObject({ after: { 'new-checkout': { shares: { on: '12.5' } } } })
    expect(stage.frames[0]).toMatchObject({
      event: 'delta',
      data: { scope: 'services', ...checkout, kind: 'Service', writer: { manager: 'kubectl-edit' } },
    })
  })

  it('says nothing of a change that leaves the flags as they were', async () => {
    stage.put(checkoutFlag('on'), {}, false)
    await record()
    stage.put(checkoutFlag('on'), { writer: 'argocd' })
    await record()
    expect(stage.events).toEqual([])
  })

  it('tells flags that came and went, each service of a ConfigMap by itself', async () => {
    await record()
    stage.put(checkoutFlag('on'), { services: 'checkout,cart' })
    await record()
    expect(stage.events.map(({ service }) => service?.name)).toEqual(['checkout', 'cart'])
    stage.put(checkoutFlag('on'), { services: 'cart' })
    stage.remove()
    await record()
    expect(stage.words().slice(2)).toEqual(['new-checkout: removed', 'new-checkout: removed'])
    expect(stage.events.slice(2).map(({ service, actor }) => [service?.name, actor.name])).toEqual([
      ['checkout', 'kubectl-patch'],
      ['cart', 'unknown'],
    ])
  })

  it('keeps the last good state while a file cannot be read, and says so in its log', async () => {
    stage.put(checkoutFlag('off'), {}, false)
    await record()
    stage.put('{"flags":')
    await record()
    expect(stage.events).toEqual([])
    expect(stage.warnings).toEqual([
      { service: checkout, problems: ['flags.json of ConfigMap checkout-flags: it is not JSON'] },
    ])
    stage.put(checkoutFlag('on'))
    await record()
    expect(stage.words()).toEqual(['new-checkout: off → on'])
  })

  it('goes on where it was when the log comes back', async () => {
    stage.put(checkoutFlag('off'), {}, false)
    await record()
    stage.put(checkoutFlag('off', 10))
    stage.put(checkoutFlag('on'))
    stage.logAway = true
    await expect(record()).rejects.toMatchObject({ code: 'audit-unavailable' })
    stage.logAway = false
    await record()
    expect(stage.words()).toEqual(['new-checkout: off → on 10 %', 'new-checkout: on 10 % → on'])
  })
})

describe('at the start of a term', () => {
  it.each([
    ['the cluster has been listed', 'synced' as const],
    ['it may read ConfigMaps', 'mayReadConfigMaps' as const],
  ])('waits until %s', async (_what, condition) => {
    stage[condition] = false
    await record()
    stage.put(checkoutFlag('off'), {}, false)
    stage[condition] = true
    await record()
    stage.put(checkoutFlag('on'))
    await record()
    expect(stage.words()).toEqual(['new-checkout: off → on'])
  })

  it('tells what changed while nobody led, and what is gone', async () => {
    await record()
    stage.put(checkoutFlag('off'))
    stage.put(checkoutFlag('on'), { name: 'cart-flags', services: 'cart' })
    await record()
    recorder.stop()
    stage.put(checkoutFlag('off', 50), { writer: 'argocd' }, false)
    stage.remove('cart-flags', false)

    recorder = createFlagRecorder(stage.ports, stage.log)
    await record(2)
    await record(2)
    expect(stage.words().slice(2).sort()).toEqual(['new-checkout: off → on 50 %', 'new-checkout: removed'])
    expect(stage.events.find(({ seq, service }) => seq > 2 && service?.name === 'checkout')?.actor.name).toBe(
      'argocd',
    )
  })

  it('leaves to the other leader what it saw while that one led', async () => {
    stage.put(checkoutFlag('off'), {}, false)
    const leader = createFlagRecorder(stage.ports, stage.log)
    await leader.record(stage.ctx(), 1)
    stage.put(checkoutFlag('on'))
    recorder.rest()
    await leader.record(stage.ctx(), 1)
    leader.stop()
    await record(2)
    expect(stage.words()).toEqual(['new-checkout: off → on'])
  })

  it('begins to compare at what is there where nothing was recorded, readable or not', async () => {
    stage.put('{', {}, false)
    await record()
    stage.put(checkoutFlag('off'))
    await record()
    expect(stage.events).toEqual([])
    stage.put(checkoutFlag('on'))
    await record()
    expect(stage.words()).toEqual(['new-checkout: off → on'])
  })

  it('finds the last state of a service whose event many others followed', async () => {
    await record()
    stage.put(checkoutFlag('off'))
    await record()
    const [first] = stage.events
    if (!first) throw new Error('nothing was recorded')
    for (let seq = 2; seq <= 600; seq += 1)
      stage.events.push({ ...first, seq, service: { ...checkout, name: 'cart' }, after: {} })
    recorder.stop()
    stage.put(checkoutFlag('on'), {}, false)
    recorder = createFlagRecorder(stage.ports, stage.log)
    await record(2)
    expect(stage.events.at(-1)).toMatchObject({ service: checkout, before: first.after })
    expect(stage.words().at(-1)).toBe('new-checkout: off → on')
  })
})
