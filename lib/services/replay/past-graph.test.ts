import { describe, expect, it } from 'vitest'
import { buildGraph } from '@/lib/domain/topology/graph'
import type { Graph } from '@/lib/domain/topology/graph-model'
import type { TrafficSnapshot } from '@/lib/domain/topology/traffic'
import { ReplayStage, split } from './replay-stage.fixture'
import { pastGraph } from './past-graph'
import { pastMoment } from './routes-at'
import { createRouteRecorder } from './route-recorder'

const noTraffic = (at: Date): TrafficSnapshot => ({
  rows: [],
  at: at.toISOString(),
  window: 60,
  source: 'test',
  partial: false,
  stale: false,
  staleParts: [],
  queries: 0,
})

/** What was recorded: 90/10 at 12:00, then 50/50 at 12:10 by kubectl; the live route is 0/100 by now. */
async function recorded(): Promise<ReplayStage> {
  const stage = new ReplayStage()
  const recorder = createRouteRecorder(stage.ports, stage.log, () => stage.clock)
  stage.put(split(90, 10), { watched: false })
  await recorder.record(stage.ctx(), 1)
  stage.clock = Date.parse('2026-11-21T12:10:00.000Z')
  stage.put(split(50, 50), { manager: 'kubectl' })
  await recorder.record(stage.ctx(), 1)
  await recorder.stop()
  stage.put(split(0, 100))
  return stage
}

async function graphAt(stage: ReplayStage, time: string): Promise<Graph> {
  const at = new Date(`2026-11-21T${time}Z`)
  const past = await pastGraph(stage.ctx(), at, ['test'])
  const graph = buildGraph({
    snapshot: noTraffic(at),
    clusters: past.clusters,
    level: 'versioned-app',
    visible: () => true,
    releases: past.releases,
    routes: 'recorded',
    now: at,
  })
  return past.finish(graph)
}

const desired = ({ edges }: Graph) => edges.map(({ desiredShare }) => desiredShare)

describe('the graph of a moment', () => {
  it('has the desired shares of that time, whatever the routes are now', async () => {
    const stage = await recorded()
    expect(desired(await graphAt(stage, '12:05:00'))).toEqual([90, 10])
    expect(desired(await graphAt(stage, '12:10:00'))).toEqual([50, 50])
  })

  it('does not assume routes from before the record began, and says so', async () => {
    const graph = await graphAt(await recorded(), '11:59:59')
    expect(graph.edges).toEqual([])
    expect(graph.nodes.map(({ kind, badges }) => ({ kind, badges }))).toEqual([
      { kind: 'service', badges: expect.arrayContaining(['routes-unknown']) as string[] },
    ])
    expect(graph.routes).toBe('recorded')
  })

  it('tells nothing of pods, which are known of now alone', async () => {
    const graph = await graphAt(await recorded(), '12:05:00')
    expect(graph.nodes.some((node) => 'replicas' in node)).toBe(false)
    expect(graph.nodes.flatMap(({ badges }) => badges)).not.toContain('routes-unknown')
    expect(graph.nodes.filter(({ health }) => health.state === 'failing')).toEqual([])
  })

  it('has the service that is gone by now, with its routes', async () => {
    const stage = await recorded()
    stage.removeService()
    const graph = await graphAt(stage, '12:05:00')
    expect(desired(graph)).toEqual([90, 10])
  })

  it('has the releases in flight then, with their state and step', async () => {
    const stage = await recorded()
    stage.release({ createdAt: '12:01:00', endedAt: '12:20:00' }, [
      { at: '12:02:00', state: 'running', step: 0 },
      { at: '12:08:00', state: 'holding', step: 2 },
      { at: '12:20:00', state: 'promoted', step: 3 },
    ])
    const at = async (time: string) => {
      const { nodes } = await graphAt(stage, time)
      return {
        state: nodes.find(({ release }) => release)?.release?.state,
        roles: nodes.flatMap(({ role }) => (role ? [role] : [])),
      }
    }
    expect(await at('12:01:30')).toEqual({ state: undefined, roles: [] })
    expect(await at('12:05:00')).toEqual({ state: 'running', roles: ['stable', 'canary'] })
    expect(await at('12:10:00')).toEqual({ state: 'holding', roles: ['stable', 'canary'] })
    expect(await at('12:20:00')).toEqual({ state: undefined, roles: [] })
  })
})

describe('a moment', () => {
  const ctx = { now: () => new Date('2026-11-21T12:00:00Z') } as never

  it('must have been; a clock that goes a little ahead means now', () => {
    expect(() => pastMoment(ctx, '2026-11-21T12:00:06Z')).toThrow('future')
    expect(pastMoment(ctx, '2026-11-21T12:00:04Z').toISOString()).toBe('2026-11-21T12:00:00.000Z')
    expect(pastMoment(ctx, '2026-11-21T11:00:00Z').toISOString()).toBe('2026-11-21T11:00:00.000Z')
  })
})
