import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  LinksDto,
  ManifestDto,
  ServiceDetailDto,
  ServiceMetricsDto,
  ServicesPage,
} from '../contracts/services'
import { apiPath, getJson } from './fetch-json'

export interface ServiceRef {
  cluster: string
  namespace: string
  name: string
}
export interface ServiceFilters {
  cluster?: string | undefined
  namespace?: string | undefined
  q?: string | undefined
  state?: string | undefined
  sort?: string | undefined
}

export const serviceKeys = {
  all: ['services'] as const,
  lists: ['services', 'list'] as const,
  service: (ref: ServiceRef) => ['services', 'one', ref.cluster, ref.namespace, ref.name] as const,
}

/** `cluster/namespace/name`, as `?service=` takes it. */
export function serviceParam(ref: ServiceRef): string {
  return `${ref.cluster}/${ref.namespace}/${ref.name}`
}

/** The API's path of a service, or of something below it. */
export function servicePath(ref: ServiceRef, ...below: string[]): string {
  return apiPath('services', ref.cluster, ref.namespace, ref.name, ...below)
}

/** Rows of services, page by page; filters and order are the server's. */
export function servicesQuery(filters: ServiceFilters, limit = 100) {
  return infiniteQueryOptions({
    queryKey: [...serviceKeys.lists, filters, limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(ServicesPage, '/services', { query: { ...filters, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  })
}

/** One service in full. */
export function serviceQuery(ref: ServiceRef) {
  return queryOptions({
    queryKey: [...serviceKeys.service(ref), 'detail'],
    queryFn: ({ signal }) => getJson(ServiceDetailDto, servicePath(ref), { signal }),
    refetchInterval: 5_000,
  })
}

/** A window such as `30m` that ends now, or a span between two times. */
type ChartSpan = { window: string } | { from: string; to: string }

/** Series of each version, with what happened meanwhile. A window moves on; a span stays as it was. */
export function serviceMetricsQuery(ref: ServiceRef, span: ChartSpan) {
  return queryOptions({
    queryKey: [...serviceKeys.service(ref), 'metrics', span],
    queryFn: ({ signal }) =>
      getJson(ServiceMetricsDto, servicePath(ref, 'metrics'), { query: { ...span }, signal }),
    refetchInterval: 'window' in span ? 15_000 : false,
    placeholderData: keepPreviousData,
  })
}

/** Links to other tools for what is shown. */
export function serviceLinksQuery(ref: ServiceRef, span: ChartSpan) {
  return queryOptions({
    queryKey: [...serviceKeys.service(ref), 'links', span],
    queryFn: ({ signal }) => getJson(LinksDto, servicePath(ref, 'links'), { query: { ...span }, signal }),
    refetchInterval: 'window' in span ? 60_000 : false,
    placeholderData: keepPreviousData,
  })
}

/** The live routing object of a route. */
export function manifestQuery(ref: ServiceRef, route: string) {
  return queryOptions({
    queryKey: [...serviceKeys.service(ref), 'manifest', route],
    queryFn: ({ signal }) => getJson(ManifestDto, servicePath(ref, 'routes', route, 'manifest'), { signal }),
  })
}
