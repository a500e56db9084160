import pg from 'pg'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { JsonPatch } from '@/lib/domain/kube'
import { paced, timed } from '../support/paced'
import type { Place, RouteApi } from '../support/route-api'
import { syntheticService, type Stage } from '../support/stage'
import { summarise, type Summary } from '../support/statistics'

export interface Moves {
  /** PUT of weights, from sending to its answer: the cluster had it before. */
  aviary: Summary
  /** The same patch sent straight to the cluster between two fsynced commits. */
  bare: Summary
  /** What one part of it takes by itself. */
  patch: Summary
  dryRun: Summary
  twoCommits: Summary
  /** `fsync` and `synchronous_commit` of the database. */
  durability: string
}

const n = 200
const everyMs = 100
const there = { v1: 80, v2: 20 }
const back = { v1: 90, v2: 10 }

/** Moves weights there through Aviary and back by hand, in turn, so that both see the same object and machine. */
export async function measureMoves(stage: Stage, routes: RouteApi): Promise<Moves> {
  const place = syntheticService(0)
  const path = await rulePath(stage, place)
  const move = (weights: Record<string, number>) =>
    stage.api.expect<OperationDto>('release-manager', 'PUT', `${path}/weights`, {
      body: { weights, reason: 'benchmark' },
    })
  await move(there)
  const patch = patchOf((await move(back)).json)
  const database = new pg.Client({ connectionString: stage.stack.ownerUrl })
  await database.connect()
  try {
    await database.query('CREATE TABLE bench_commit (id bigserial PRIMARY KEY, body text NOT NULL)')
    const times = await paced(n, everyMs, async (index) => {
      const aviary = (await move(there)).ms
      return { aviary, ...(await moveByHand(routes, place, database, patch, index)) }
    })
    return {
      aviary: summarise(times.map(({ aviary }) => aviary)),
      bare: summarise(times.map(({ bare }) => bare)),
      patch: summarise(times.map(({ sent }) => sent)),
      dryRun: summarise(times.map(({ dryRun }) => dryRun)),
      twoCommits: summarise(times.map(({ bare, sent }) => bare - sent)),
      durability: await durabilityOf(database),
    }
  } finally {
    await database.end()
  }
}

function patchOf({ diff }: OperationDto): JsonPatch {
  const patch = diff[0]?.patch
  if (diff.length !== 1 || patch === undefined)
    throw new Error('a move of weights is one patch of one object')
  return patch as JsonPatch
}

/** A PATCH with the same operations as Aviary's (version, tests, weights, mark) between two commits. */
async function moveByHand(
  routes: RouteApi,
  place: Place,
  database: pg.Client,
  patch: JsonPatch,
  index: number,
): Promise<{ bare: number; sent: number; dryRun: number }> {
  const { resourceVersion } = (await routes.get(place)).metadata
  const whole: JsonPatch = [
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    ...patch,
    { op: 'add', path: '/metadata/annotations/aviary.dev~1operation', value: `bench-${index}` },
  ]
  const commit = () => database.query('INSERT INTO bench_commit (body) VALUES ($1)', ['x'.repeat(1000)])
  const dryRun = await timed(() => routes.patch(place, whole, { manager: 'bench', dryRun: true }))
  const start = performance.now()
  await commit()
  const sent = await timed(() => routes.patch(place, whole, { manager: 'bench' }))
  await commit()
  return { bare: performance.now() - start, sent, dryRun }
}

async function durabilityOf(database: pg.Client): Promise<string> {
  const { rows } = await database.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit') ORDER BY name",
  )
  return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ')
}

/** Path of the rule `main` of the service's own route. */
export async function rulePath(stage: Stage, { namespace, name }: Place): Promise<string> {
  const service = `/services/${stage.cluster}/${namespace}/${name}`
  const { json } = await stage.api.expect<ServiceDetailDto>('viewer', 'GET', service)
  const route = json.routes.find(({ rules }) => rules.some(({ id }) => id === 'main'))
  if (!route) throw new Error(`${name} has no rule main`)
  return `${service}/routes/${route.id}/rules/main`
}
