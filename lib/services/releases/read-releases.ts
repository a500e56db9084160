import type { z } from 'zod'
import type { ReleaseDto, ReleaseQuery, ReleasesQuery } from '../../contracts/releases'
import { DomainError, isDomainError } from '../../domain/errors'
import type { Page } from '../../domain/ports'
import { servedSeconds } from '../../domain/release/decide-step'
import { stepAfterPromote } from '../../domain/release/plan'
import type { ReleaseRecord, ReleaseState } from '../../domain/release/release'
import { releaseStates } from '../../domain/release/release'
import { allowedVerbs, isEnded, isLive } from '../../domain/release/state-machine'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { operationDto } from '../operations/read-operations'
import { releaseChecks } from './release-checks'
import { liveCanaryPercent, rulesOf } from './release-rules'
import { requireRelease } from './require-release'

/** A release as the API answers it; with `lean`, without what costs a metrics query or the operations. */
export async function releaseDto(
  ctx: ServiceContext,
  release: ReleaseRecord,
  lean = false,
): Promise<ReleaseDto> {
  const now = await ctx.ports.store.now()
  const operations = lean ? [] : await operationsOf(ctx, release)
  const evidence = lean || !isLive(release.state) ? { checks: [] } : await releaseChecks(ctx, release)
  return {
    id: release.id,
    version: release.version,
    state: release.state,
    service: release.service,
    from: release.from,
    to: release.to,
    plan: release.plan,
    planHash: release.planHash,
    attempt: release.attempt,
    step: stepOf(release, now.getTime(), evidence.canaryRequests),
    weight: weightOf(ctx, release),
    ...nextOf(release),
    ...(release.waitingFor === undefined ? {} : { waitingFor: release.waitingFor }),
    ...(evidence.verdict ? { verdict: evidence.verdict } : {}),
    checks: evidence.checks,
    approvals: [],
    operations: operations.map(operationDto),
    measurements: [],
    people: peopleOf(release),
    log: release.log.map(({ at, kind, words, actor, operation }) => ({
      at,
      kind,
      words,
      ...(actor ? { who: actor.name } : {}),
      ...(operation === undefined ? {} : { operation }),
    })),
    allowed: [...allowedVerbs(release.state)],
    createdAt: release.createdAt,
    ...(release.startedAt === undefined ? {} : { startedAt: release.startedAt }),
    ...(release.endedAt === undefined ? {} : { endedAt: release.endedAt }),
  }
}

async function operationsOf(ctx: ServiceContext, release: ReleaseRecord): Promise<OperationRecord[]> {
  const records = await Promise.all(release.operations.map((id) => ctx.ports.store.operations.get(id)))
  return records.filter((record) => record !== undefined)
}

function stepOf(release: ReleaseRecord, now: number, requestsSeen: number | undefined): ReleaseDto['step'] {
  const of = release.plan.steps.length
  const step = release.plan.steps[release.stepIndex]
  const base = {
    index: release.stepIndex,
    of,
    kind: step?.kind ?? 'done',
    ...(release.stepSince === undefined ? {} : { since: release.stepSince }),
  }
  if (step?.kind === 'weight') return { ...base, weight: step.weight }
  if (step?.kind !== 'bake') return base
  const left = Math.max(0, step.seconds - servedSeconds(release, now))
  return {
    ...base,
    ...(release.state === 'running' ? { until: new Date(now + left * 1000).toISOString() } : {}),
    ...(requestsSeen === undefined ? {} : { requestsSeen }),
    requestsWanted: step.minRequests,
  }
}

function weightOf(ctx: ServiceContext, release: ReleaseRecord): number | null {
  const view = ctx.ports.clusters.view(release.service.cluster)
  return view ? liveCanaryPercent(rulesOf(ctx.ports, view, release).rules, release.from, release.to) : null
}

/** What Promote would do now. */
function nextOf(release: ReleaseRecord): { next?: string } {
  if (!allowedVerbs(release.state).includes('promote')) return {}
  const step = release.plan.steps[stepAfterPromote(release.plan, release.stepIndex)]
  return { next: step?.kind === 'weight' ? `go to ${step.weight} %` : 'finish at 100 %' }
}

const notable: Record<string, string> = {
  created: 'Created',
  start: 'Started',
  pause: 'Paused',
  resume: 'Resumed',
  promote: 'Promoted',
  'promote-full': 'Promoted to 100 %',
  abort: 'Aborted',
  retry: 'Retried',
  undo: 'Undone',
  'set-weight': 'Moved the weight',
}

const peopleOf = (release: ReleaseRecord): ReleaseDto['people'] =>
  release.log.flatMap(({ at, kind, actor }) => {
    const what = notable[kind]
    return what !== undefined && actor && actor.issuer !== 'aviary' ? [{ what, who: actor.name, at }] : []
  })

/** Newest first, of services that the viewer may see. */
export async function listReleases(
  ctx: ServiceContext,
  query: z.output<typeof ReleasesQuery>,
): Promise<Page<ReleaseDto>> {
  await authorise(ctx, 'view', query.service ? scopeOf(query.service) : {})
  const { limit, cursor, service, from, to } = query
  const state = statesOf(query.state)
  const page = await ctx.ports.store.releases.list({
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(service ? { service } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(state ? { state } : {}),
  })
  const visible = page.items.filter((release) => can(ctx, 'view', scopeOf(release.service)).allowed)
  return {
    items: await Promise.all(visible.map((release) => releaseDto(ctx, release, true))),
    next: page.next,
  }
}

function statesOf(text: string | undefined): ReleaseState[] | undefined {
  if (text === undefined) return undefined
  if (text === 'live') return releaseStates.filter(isLive)
  return text.split(',').map((name) => {
    const state = releaseStates.find((known) => known === name)
    if (!state) throw new DomainError('malformed', `${name} is not a state of a release.`)
    return state
  })
}

/** One release. With `wait` it answers at once when its version differs, else when it changes or the time is up. */
export async function getRelease(
  ctx: ServiceContext,
  id: string,
  query: z.output<typeof ReleaseQuery>,
  signal: AbortSignal,
): Promise<ReleaseDto> {
  const release = await requireRelease(ctx, id)
  await authorise(ctx, 'view', scopeOf(release.service))
  const seconds = query.wait === undefined ? 0 : Math.min(120, Number(query.wait.slice(0, -1)))
  const settled = (record: ReleaseRecord) =>
    query.until === 'ended' ? isEnded(record.state) : record.version !== (query.version ?? release.version)
  return await releaseDto(ctx, await waitFor(ctx, release, settled, seconds, signal))
}

const pollMs = 1000

async function waitFor(
  ctx: ServiceContext,
  first: ReleaseRecord,
  settled: (record: ReleaseRecord) => boolean,
  seconds: number,
  signal: AbortSignal,
): Promise<ReleaseRecord> {
  const until = Date.now() + seconds * 1000
  let release = first
  while (!settled(release) && Date.now() < until && !signal.aborted) {
    await changed(ctx, release.id, Math.min(pollMs, until - Date.now()))
    release =
      (await ctx.ports.store.releases.get(release.id).catch((error: unknown) => {
        if (isDomainError(error)) return undefined
        throw error
      })) ?? release
  }
  return release
}

/** Resolves when the bus tells of the release, or after a while: another replica's change comes without the bus. */
async function changed(ctx: ServiceContext, id: string, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(done, ms)
    const stop = ctx.ports.bus.subscribe((_id, frame) => {
      if (frame.event === 'release' && frame.data.id === id) done()
    })
  })
}
