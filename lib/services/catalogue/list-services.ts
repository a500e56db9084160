import type { z } from 'zod'
import type { ServiceRowDto, ServicesQuery } from '../../contracts/services'
import { DomainError, isDomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { Page } from '../../domain/ports'
import type { ReleaseRecord } from '../../domain/release/release'
import { healthOf } from '../../domain/topology/health'
import { backingServices } from '../../domain/topology/service-hosts'
import { statsOf } from '../../domain/topology/service-stats'
import type { TrafficSnapshot } from '../../domain/topology/traffic'
import { destinationName } from '../../domain/traffic/destination-name'
import { mainRule } from '../../domain/traffic/main-rule'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { releaseMark } from '../releases/release-mark'
import { requireView, routesOf } from '../traffic/find-route'

export type ListServicesInput = z.output<typeof ServicesQuery>
const window = 60
const sparklineSeconds = 1800
const sparklineStep = 60

interface Sources {
  /** Absent while metrics are away. */
  traffic: TrafficSnapshot | undefined
  rates: Map<string, number[]>
  releases: Map<string, ReleaseRecord>
}

/** Services that the viewer may see. Filters and order are applied before the page is cut. */
export async function listServices(
  ctx: ServiceContext,
  input: ListServicesInput,
): Promise<Page<ServiceRowDto>> {
  await authorise(ctx, 'view', { cluster: input.cluster, namespace: input.namespace })
  const sources = { ...(await metricsOrNothing(ctx)), releases: await liveReleases(ctx) }
  const refs = candidates(ctx, input)
  const cheap = input.sort === 'name' && input.state === undefined
  if (cheap) return pageOf(refs.sort(byName), input, (ref) => row(ctx, ref, sources))
  const rows = refs
    .map((ref) => row(ctx, ref, sources))
    .filter(
      (entry) =>
        input.state === undefined ||
        (input.state === 'releasing' ? entry.release !== undefined : entry.health.state === input.state),
    )
  return pageOf(rows.sort(order(input.sort)), input, (entry) => entry)
}

function candidates(ctx: ServiceContext, input: ListServicesInput): ServiceRef[] {
  const clusters = input.cluster === undefined ? ctx.ports.clusters.names() : [input.cluster]
  return clusters.flatMap((cluster) =>
    requireView(ctx, cluster)
      .list('services', input.namespace)
      .filter((object) => matches(object, input.q))
      .map((object) => ({ cluster, namespace: object.metadata.namespace ?? '', name: object.metadata.name }))
      .filter((ref) => can(ctx, 'view', scopeOf(ref)).allowed),
  )
}

const matches = (object: KubeObject, q: string | undefined) =>
  q === undefined ||
  `${object.metadata.namespace ?? ''}/${object.metadata.name}`.toLowerCase().includes(q.trim().toLowerCase())

function row(ctx: ServiceContext, ref: ServiceRef, sources: Sources): ServiceRowDto {
  const view = requireView(ctx, ref.cluster)
  const routes = routesOf(ctx.ports, view, ref)
  const names = [ref.name, ...backingServices(routes, ref)]
  const stats = sources.traffic && statsOf(sources.traffic, ref.namespace, names)
  const seen = stats ? [...stats.versions.values()].reduce((sum, { rate }) => sum + rate, 0) : 0
  const rule = mainRule(routes)
  const release = sources.releases.get(refKey(ref))
  return {
    ...ref,
    dataPlanes: [...new Set(routes.map((route) => route.dataPlane))],
    versions: ctx.ports.versionsOf(view, ref).map(({ version }) => version),
    split: (rule?.destinations ?? []).map((destination) => {
      const version = destinationName(destination, rule?.destinations ?? [])
      const rate = stats?.versions.get(version)?.rate
      return { version, percent: destination.percent, observed: seen > 0 ? ((rate ?? 0) / seen) * 100 : null }
    }),
    rate: stats?.rate ?? null,
    health: healthOf((stats?.rate ?? 0) * window, (stats?.failing ?? 0) * window),
    ...(release ? { release: releaseMark(release) } : {}),
    sparkline: sumOf(names.flatMap((name) => [sources.rates.get(`${ref.namespace}/${name}`) ?? []])),
  }
}

const refKey = (ref: ServiceRef) => `${ref.cluster}/${ref.namespace}/${ref.name}`
const byName = (a: ServiceRef, b: ServiceRef) => refKey(a).localeCompare(refKey(b))
const severity = { failing: 0, degraded: 1, unknown: 3, ok: 2 }

function order(sort: ListServicesInput['sort']): (a: ServiceRowDto, b: ServiceRowDto) => number {
  switch (sort) {
    case 'rate':
      return (a, b) => (b.rate ?? -1) - (a.rate ?? -1) || byName(a, b)
    case 'health':
      return (a, b) => severity[a.health.state] - severity[b.health.state] || byName(a, b)
    case 'name':
      return byName
  }
}

/** The cursor is the offset: the list is made anew for each page, and its order is total. */
function pageOf<A, B>(all: A[], input: ListServicesInput, map: (entry: A) => B): Page<B> {
  const start = input.cursor === undefined ? 0 : Number(input.cursor)
  if (!Number.isSafeInteger(start) || start < 0)
    throw new DomainError('malformed', 'The cursor is not one of ours.')
  const end = start + input.limit
  return { items: all.slice(start, end).map(map), next: end < all.length ? String(end) : null }
}

/** Series added point by point, aligned at their ends. */
function sumOf(series: number[][]): number[] {
  const length = Math.max(0, ...series.map((points) => points.length))
  return Array.from({ length }, (_, index) =>
    series.reduce((sum, points) => sum + (points[points.length - length + index] ?? 0), 0),
  )
}

async function metricsOrNothing(ctx: ServiceContext): Promise<Pick<Sources, 'traffic' | 'rates'>> {
  const { metrics } = ctx.ports
  try {
    const [traffic, rates] = await Promise.all([
      metrics.traffic(window),
      metrics.rates(sparklineSeconds, sparklineStep),
    ])
    return { traffic, rates }
  } catch (error) {
    if (isDomainError(error) && error.code === 'metrics-unavailable')
      return { traffic: undefined, rates: new Map() }
    throw error
  }
}

async function liveReleases(ctx: ServiceContext): Promise<Map<string, ReleaseRecord>> {
  const live = await ctx.ports.store.releases.live()
  return new Map(live.map((release) => [refKey(release.service), release]))
}
