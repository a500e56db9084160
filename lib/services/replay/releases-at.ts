import type { GraphRelease } from '../../domain/topology/graph-model'
import type { ReleaseRecord, ReleaseState } from '../../domain/release/release'
import { numberOf, objectOf, stringOf } from '../../domain/traffic/untyped'
import type { ServiceContext } from '../context'
import { releaseMark } from '../releases/release-mark'

/** States in which a release is not in flight. */
const atRest: ReadonlySet<string> = new Set<ReleaseState>([
  'draft',
  'promoted',
  'undone',
  'aborted',
  'failed',
])
/** Releases made before a moment among which those in flight then are looked for, besides the live ones. */
const lookedAt = 200
/** Audit events of a release that are read back for its last transition: operations stand between them. */
const readBack = 50

/** The releases that were in flight at a moment, with the state and the step of that time. */
export async function releasesAt(ctx: ServiceContext, at: Date): Promise<GraphRelease[]> {
  const { releases } = ctx.ports.store
  const upTo = new Date(at.getTime() + 1).toISOString()
  const [live, made] = await Promise.all([releases.live(), releases.list({ to: upTo, limit: lookedAt })])
  const candidates = new Map(
    [...made.items, ...live]
      .filter(
        ({ createdAt, endedAt }) =>
          Date.parse(createdAt) <= at.getTime() &&
          (endedAt === undefined || Date.parse(endedAt) > at.getTime()),
      )
      .map((release) => [release.id, release] as const),
  )
  const then = await Promise.all([...candidates.values()].map((release) => releaseAt(ctx, release, upTo)))
  return then.filter((release) => release !== undefined)
}

async function releaseAt(
  ctx: ServiceContext,
  release: ReleaseRecord,
  to: string,
): Promise<GraphRelease | undefined> {
  const { items } = await ctx.ports.store.audit.list({ release: release.id, to, limit: readBack })
  const [after] = items
    .filter(({ kind }) => kind === 'release')
    .map((event) => objectOf(event.after))
    .filter(({ state }) => typeof state === 'string')
  const state = stringOf(after?.state)
  if (state === undefined || atRest.has(state)) return undefined
  const { service, from, to: canary } = release
  const mark = releaseMark({ ...release, stepIndex: numberOf(after?.step) ?? 0 })
  return { ...mark, state, service, from, to: canary }
}
