import type { z } from 'zod'
import type { MarkDto, MarksDto, MarksQuery } from '../../contracts/topology'
import type { AuditKind } from '../../domain/audit/event'
import { DomainError } from '../../domain/errors'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { deploymentMarks } from './deployment-marks'
import { markOfEvent } from './mark-of-event'
import { mergeMarks } from './merge-marks'

const mostMarks = 1000
const kinds: readonly AuditKind[] = ['outcome', 'release', 'flag']
const pageSize = 500
/** Events that are looked through for marks that the viewer may see. */
const mostEvents = 10_000
const mostChanges = 2_000

type Span = { from: Date; to: Date }
type Wanted = (service: ServiceRef) => boolean

/** What happened to the services that the viewer may see, newest first. Throws `malformed` for a span that ends before it begins. */
export async function listMarks(ctx: ServiceContext, query: z.output<typeof MarksQuery>): Promise<MarksDto> {
  await authorise(ctx, 'view', { cluster: query.cluster })
  const span = { from: new Date(query.from), to: new Date(query.to) }
  if (span.from > span.to) throw new DomainError('malformed', 'from must not be later than to.')
  const clusters = query.cluster === undefined ? ctx.ports.clusters.names() : [query.cluster]
  for (const cluster of clusters) requireView(ctx, cluster)
  const wanted = wantedBy(ctx, clusters, query.namespaces)
  const [events, changes, since] = await Promise.all([
    eventMarks(ctx, span, wanted),
    externalMarks(ctx, span, wanted),
    clusters.length === 0 ? [] : ctx.ports.snapshots.since(clusters),
  ])
  const deployments = clusters.flatMap((cluster) => {
    const view = requireView(ctx, cluster)
    return deploymentMarks(view, ctx.ports.rollouts.list(view), span).filter(({ service }) => wanted(service))
  })
  const times = since.filter(({ service }) => wanted(service)).map(({ takenAt }) => Date.parse(takenAt))
  return {
    ...mergeMarks([events, changes, { items: deployments, cut: false }], mostMarks),
    recordedSince: times.length === 0 ? null : new Date(times.reduce((a, b) => Math.min(a, b))).toISOString(),
  }
}

function wantedBy(ctx: ServiceContext, clusters: readonly string[], namespaces: string | undefined): Wanted {
  const names = (namespaces ?? '').split(',').filter((name) => name !== '')
  const chosen = names.length === 0 ? undefined : new Set(names)
  const known = new Map<string, boolean>()
  return (service) => {
    if (!clusters.includes(service.cluster) || chosen?.has(service.namespace) === false) return false
    const key = `${service.cluster}/${service.namespace}/${service.name}`
    const allowed = known.get(key) ?? can(ctx, 'view', scopeOf(service)).allowed
    known.set(key, allowed)
    return allowed
  }
}

/** Operations, transitions of releases and flags, from the audit log. */
async function eventMarks(ctx: ServiceContext, { from, to }: Span, wanted: Wanted) {
  const items: MarkDto[] = []
  let cursor: string | undefined
  for (let seen = 0; seen < mostEvents; seen += pageSize) {
    const page = await ctx.ports.store.audit.list({
      kinds,
      from: from.toISOString(),
      to: to.toISOString(),
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    })
    items.push(
      ...page.items.flatMap((event) => {
        const mark = markOfEvent(event)
        return mark !== undefined && wanted(mark.service) ? [mark] : []
      }),
    )
    if (page.next === null) return { items, cut: false }
    if (items.length > mostMarks) break
    cursor = page.next
  }
  return { items, cut: true }
}

/** Changes of routes that were made around Aviary. */
async function externalMarks(ctx: ServiceContext, span: Span, wanted: Wanted) {
  const changes = await ctx.ports.snapshots.changes({ ...span, limit: mostChanges })
  const items = changes
    .filter(({ service }) => wanted(service))
    .map(({ service, takenAt, words, writer, cause }) => ({
      at: takenAt,
      kind: 'external' as const,
      service,
      words: cause === 'away' ? `${words} (found when Aviary started)` : words,
      actor: writer?.manager ?? 'unknown',
    }))
  return { items, cut: changes.length === mostChanges }
}
