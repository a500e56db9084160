import type { z } from 'zod'
import type { ReleaseDto, ReleaseQuery, ReleasesQuery } from '../../contracts/releases'
import { DomainError, isDomainError } from '../../domain/errors'
import type { Page } from '../../domain/ports'
import type { ReleaseRecord, ReleaseState } from '../../domain/release/release'
import { releaseStates } from '../../domain/release/release'
import { isEnded, isLive } from '../../domain/release/state-machine'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { releaseDto } from './release-dto'
import { requireRelease } from './require-release'

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
