import { beforeEach, describe, expect, it } from 'vitest'
import { createRouteRecorder, type RouteRecorder } from './route-recorder'
import { ReplayStage, split } from './replay-stage.fixture'

let stage: ReplayStage
let recorder: RouteRecorder
const record = (epoch = 1) => recorder.record(stage.ctx(), epoch)

beforeEach(() => {
  stage = new ReplayStage()
  recorder = createRouteRecorder(stage.ports, stage.log, () => stage.clock)
  return () => recorder.stop()
})

describe('the baseline', () => {
  it('holds every route as it is, and a service without routes as one that has none', async () => {
    stage.put(split(90, 10), { watched: false })
    await record()
    expect(stage.told()).toEqual(['checkout VirtualService baseline'])
    expect(stage.added[0]?.route?.rules[0]?.destinations.map(({ percent }) => percent)).toEqual([90, 10])
    await record()
    await record(2)
    expect(stage.added).toHaveLength(1)
  })

  it('waits until the routing objects have been listed', async () => {
    stage.put(split(90, 10), { watched: false })
    stage.unread = ['virtualservices']
    await record()
    expect(stage.added).toEqual([])
    stage.unread = []
    await record()
    expect(stage.added).toHaveLength(1)
  })

  it('tells what changed while nobody led, and what is gone', async () => {
    stage.put(split(90, 10), { watched: false })
    await record()
    stage.put(split(50, 50), { watched: false, manager: 'argocd' })
    stage.rest()
    await record(2)
    expect(stage.told().slice(1)).toEqual([
      'checkout VirtualService away argocd: v1 90 % → 50 %, v2 10 % → 50 %',
    ])
    stage.removeRoute(false)
    stage.rest()
    await record(3)
    expect(stage.told().slice(2)).toEqual([
      'checkout none away: VirtualService checkout removed',
      'checkout Service baseline',
    ])
  })
})

describe('while an engine leads', () => {
  beforeEach(async () => {
    stage.put(split(90, 10), { watched: false })
    await record()
    stage.added.length = 0
    stage.rest()
  })

  it('records a change made around Aviary with its writer, at the time when it was seen', async () => {
    stage.put(split(80, 20), { manager: 'kubectl-edit' })
    await record()
    expect(stage.told()).toEqual([
      'checkout VirtualService change kubectl-edit: v1 90 % → 80 %, v2 10 % → 20 %',
    ])
    expect(stage.added[0]?.takenAt).toBe(stage.time())
    await record()
    expect(stage.added).toHaveLength(1)
  })

  it('dates a change back to when it was seen', async () => {
    stage.put(split(80, 20), { manager: 'kubectl-edit' })
    const seen = stage.time()
    stage.rest()
    await record()
    expect(stage.added[0]?.takenAt).toBe(seen)
  })

  it('leaves what an operation records to the operation, unless that was not applied', async () => {
    stage.operations.set('op-1', { service: stage.checkout, route: stage.routeId(), outcome: 'pending' })
    stage.put(split(70, 30), { operation: 'op-1' })
    await record()
    expect(stage.added).toEqual([])
    stage.operations.set('op-2', { service: stage.checkout, route: stage.routeId(), outcome: 'failed' })
    stage.put(split(60, 40), { operation: 'op-2' })
    stage.rest()
    await record()
    expect(stage.told()).toEqual([expect.stringContaining('checkout VirtualService own aviary')])
  })

  it('says nothing of a change that leaves the routes as they were', async () => {
    stage.put(split(90, 10), { manager: 'kubectl-annotate' })
    await record()
    expect(stage.added).toEqual([])
  })

  it('tries again when the database was away', async () => {
    stage.put(split(80, 20), { manager: 'kubectl-edit' })
    stage.away = true
    recorder.tick(stage.ctx(), 1)
    await recorder.stop()
    expect(stage.warnings).toHaveLength(1)
    await expect(record()).rejects.toThrow('away')
    stage.away = false
    stage.rest()
    await record()
    expect(stage.added).toHaveLength(1)
  })
})
