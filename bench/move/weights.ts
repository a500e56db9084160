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
const splits = [
  { v1: 80, v2: 20 },
  { v1: 90, v2: 10 },
]

/** Moves weights through Aviary and by hand in turn, so that both see the same machine. */
export async function measureMoves(stage: Stage, routes: RouteApi): Promise<Moves> {
  const ours = syntheticService(0)
  const theirs = syntheticService(1)
  const path = await rulePath(stage, ours)
  const move = async (index: number) =>
    stage.api.expect<OperationDto>('release-manager', 'PUT', `${path}/weights`, {
      body: { weights: splits[index % 2], reason: 'benchmark' },
    })
  // The first two also tell the patches, there and back.
  const patches = [await patchOf(move(0)), await patchOf(move(1))]
  const database = new pg.Client({ connectionString: stage.stack.ownerUrl })
  await database.connect()
  try {
    await database.query('CREATE TABLE bench_commit (id bigserial PRIMARY KEY, body text NOT NULL)')
    const hand = byHand(routes, theirs, database)
    const times = await paced(n, everyMs, async (index) => {
      const patch = patches[index % 2] ?? []
      const aviary = (await move(index)).ms
      const dryRun = await timed(() => hand.dryRun(patch, index))
      return { aviary, dryRun, ...(await hand.move(patch, index)) }
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

async function patchOf(answer: Promise<{ json: OperationDto }>): Promise<JsonPatch> {
  const { diff } = (await answer).json
  const patch = diff[0]?.patch
  if (diff.length !== 1 || patch === undefined)
    throw new Error('a move of weights is one patch of one object')
  return patch as JsonPatch
}

/** A PATCH with the same operations as Aviary's: the version, the tests, the weights and the mark. */
function byHand(routes: RouteApi, place: Place, database: pg.Client) {
  let version: string | undefined
  const whole = async (patch: JsonPatch, index: number): Promise<JsonPatch> => {
    version ??= (await routes.get(place)).metadata.resourceVersion
    return [
      { op: 'replace', path: '/metadata/resourceVersion', value: version },
      ...patch,
      { op: 'add', path: '/metadata/annotations', value: { 'aviary.dev/operation': `bench-${index}` } },
    ]
  }
  const commit = () => database.query('INSERT INTO bench_commit (body) VALUES ($1)', ['x'.repeat(1000)])
  return {
    dryRun: async (patch: JsonPatch, index: number) => {
      await routes.patch(place, await whole(patch, index), { manager: 'bench', dryRun: true })
    },
    move: async (patch: JsonPatch, index: number): Promise<{ bare: number; sent: number }> => {
      const body = await whole(patch, index)
      const start = performance.now()
      await commit()
      const sending = performance.now()
      const after = await routes.patch(place, body, { manager: 'bench' })
      const sent = performance.now() - sending
      await commit()
      version = after.metadata.resourceVersion
      return { bare: performance.now() - start, sent }
    },
  }
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
