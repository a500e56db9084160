import type { ReleaseDto } from '@/lib/contracts/releases'
import { weightsOf, type RouteApi } from '../support/route-api'
import { syntheticService, type Stage } from '../support/stage'
import { summarise, type Summary } from '../support/statistics'
import { until } from '../support/until'

export interface Aborts {
  /** From the click until the release is known to be aborted; the cluster had stable at 100 % before. */
  times: Summary
  /** Of them, those that the click left to the engine: answered as still aborting. */
  left: number
  /** Clicks refused because the engine moved the release at the same moment, and repeated at once. */
  repeated: number
}

const n = 20
const firstService = 10

/** Brings twenty releases to 40 %, takes Prometheus away, and aborts one after the other. */
export async function measureAborts(stage: Stage, routes: RouteApi): Promise<Aborts> {
  const releases: { id: string; index: number }[] = []
  for (let index = firstService; index < firstService + n; index += 1)
    releases.push({ id: await startRelease(stage, index), index })
  for (const { index } of releases)
    await until('a canary at 40 %', 120, async () =>
      (await canary(routes, index)) === 40 ? true : undefined,
    )

  await stage.prometheus.takeDown()
  await until('Aviary without metrics', 60, async () => {
    const { status } = await stage.api.call('viewer', 'GET', `/topology?window=${1000 + releases.length}s`)
    return status === 503 ? true : undefined
  })
  const times: number[] = []
  let repeated = 0
  let left = 0
  for (const { id, index } of releases) {
    const aborted = await abort(stage, id)
    times.push(aborted.ms)
    repeated += aborted.clicks - 1
    left += aborted.left ? 1 : 0
    const percent = await canary(routes, index)
    if (percent !== 0) throw new Error(`the canary still has ${percent} % after its abort`)
  }
  return { times: summarise(times), left, repeated }
}

async function startRelease(stage: Stage, index: number): Promise<string> {
  const body = {
    service: { cluster: stage.cluster, ...syntheticService(index) },
    from: 'v1',
    to: 'v2',
    plan: {
      steps: [
        { kind: 'weight', weight: 40 },
        { kind: 'bake', for: '1h' },
      ],
    },
  }
  const { api } = stage
  const created = await api.expect<ReleaseDto>('release-manager', 'POST', '/releases', { body })
  await api.expect('release-manager', 'POST', `/releases/${created.json.id}/start`, { body: {} })
  return created.json.id
}

async function canary(routes: RouteApi, index: number): Promise<number | undefined> {
  return weightsOf(await routes.get(syntheticService(index)))['v2']
}

interface Click {
  ms: number
  clicks: number
  left: boolean
}

async function abort(stage: Stage, id: string): Promise<Click> {
  const start = performance.now()
  const body = { reason: 'benchmark' }
  for (let clicks = 1; clicks <= 5; clicks += 1) {
    const { status, json } = await stage.api.call<ReleaseDto>('on-call', 'POST', `/releases/${id}/abort`, {
      body,
    })
    if (status === 409) continue
    if (status !== 200 || (json.state !== 'aborted' && json.state !== 'aborting'))
      throw new Error(`an abort answered ${status}: ${JSON.stringify(json).slice(0, 500)}`)
    const left = json.state === 'aborting'
    if (left) await until('the engine ends the abort', 60, () => whenAborted(stage, id), 20)
    return { ms: performance.now() - start, clicks, left }
  }
  throw new Error('an abort was refused five times')
}

async function whenAborted(stage: Stage, id: string): Promise<true | undefined> {
  const { json } = await stage.api.expect<ReleaseDto>('viewer', 'GET', `/releases/${id}`)
  return json.state === 'aborted' ? true : undefined
}
