import type { TimelineEntryDto } from '../../contracts/timeline'
import { DomainError } from '../../domain/errors'
import type { Page, PageQuery } from '../../domain/ports'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { operationDto } from '../operations/read-operations'
import { flagChanges } from './flag-changes'

type Source = (query: PageQuery) => Promise<Page<TimelineEntryDto>>
/** Where each source goes on: a cursor of its own, null at its beginning, false past its end. */
type Place = string | null | false

/** Operations and changes of feature flags of one service, newest first. */
export async function getTimeline(
  ctx: ServiceContext,
  service: ServiceRef,
  { limit, cursor }: PageQuery,
): Promise<Page<TimelineEntryDto>> {
  await authorise(ctx, 'view', scopeOf(service))
  const sources: Source[] = [
    async (query) => {
      const { items, next } = await ctx.ports.store.operations.list({ ...query, service })
      const entries = items.map((each) => ({
        kind: 'operation' as const,
        at: each.at,
        operation: operationDto(each),
      }))
      return { items: entries, next }
    },
    async (query) => {
      const { items, next } = await flagChanges(ctx, service, query)
      return { items: items.map((change) => ({ kind: 'flag' as const, ...change })), next }
    },
  ]
  return merge(
    sources,
    cursor === undefined ? sources.map(() => null) : readPlaces(cursor, sources.length),
    limit,
  )
}

async function merge(
  sources: readonly Source[],
  places: readonly Place[],
  limit: number,
): Promise<Page<TimelineEntryDto>> {
  const pages = await Promise.all(
    sources.map(async (source, index) => {
      const place = places[index] ?? null
      return place === false ? { items: [], next: null } : source({ limit, ...from(place) })
    }),
  )
  const { shown, taken } = newestFirst(
    pages.map(({ items }) => items),
    limit,
  )
  const next = await Promise.all(
    pages.map(async ({ items, next: end }, index): Promise<Place> => {
      const [source, place, count] = [sources[index], places[index] ?? null, taken[index] ?? 0]
      if (count === items.length) return end ?? false
      if (count === 0 || source === undefined) return place
      // Only the source knows the cursor of a place inside its page.
      return (await source({ limit: count, ...from(place) })).next ?? false
    }),
  )
  return { items: shown, next: next.every((place) => place === false) ? null : JSON.stringify(next) }
}

/** Takes from the heads of the lists, whose own order stays, so that what is left over of each is its end. */
function newestFirst(
  lists: readonly TimelineEntryDto[][],
  limit: number,
): { shown: TimelineEntryDto[]; taken: number[] } {
  const taken = lists.map(() => 0)
  const shown: TimelineEntryDto[] = []
  while (shown.length < limit) {
    const heads = lists.flatMap((list, index) => {
      const entry = list[taken[index] ?? 0]
      return entry ? [{ entry, index }] : []
    })
    const [latest] = heads.sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at))
    if (latest === undefined) break
    shown.push(latest.entry)
    taken[latest.index] = (taken[latest.index] ?? 0) + 1
  }
  return { shown, taken }
}

const from = (place: Place) => (typeof place === 'string' ? { cursor: place } : {})

/** Throws `malformed` for a cursor that no page gave out. */
function readPlaces(cursor: string, count: number): Place[] {
  const malformed = (cause?: unknown) =>
    new DomainError('malformed', 'The cursor is not one that this list gave out.', {}, { cause })
  let places: unknown
  try {
    places = JSON.parse(cursor)
  } catch (cause) {
    throw malformed(cause)
  }
  if (!Array.isArray(places) || places.length !== count || !places.every(isPlace)) throw malformed()
  return places
}

const isPlace = (value: unknown): value is Place =>
  typeof value === 'string' || value === null || value === false
