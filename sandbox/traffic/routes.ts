import type { ClusterObjects, HttpRule, VirtualService, WeightedDestination } from './cluster-objects'
import { durationMs } from './cluster-objects'
import type { Caller, Request, RequestTest } from './route-match'
import { compileMatch, qualifyGateway } from './route-match'
import type { Upstream, Upstreams } from './upstreams'

export interface Target {
  /** Undefined where the host is not known. */
  upstream: Upstream | undefined
  weight: number
  /** HTTP status that the proxy answers itself, because the destination is not valid. */
  refusal?: number
}

/** One http (or tcp) rule, ready to be asked. Percentages are 0–100. */
export interface CompiledRule {
  tests: readonly RequestTest[]
  gateway: string
  targets: readonly Target[]
  total: number
  mirrors: readonly { upstream: Upstream | undefined; percent: number }[]
  delay?: { percent: number; ms: number }
  abort?: { percent: number; status: number; grpc?: string }
  timeoutMs: number
  /** Answered by the proxy itself: a redirect or direct response. */
  direct?: number
  /** Speaks gRPC, whatever its destinations are. */
  grpc?: true
}

/** Where calls enter a VirtualService's rules: a sidecar, or a gateway that takes requests from outside. */
export type Via = 'mesh' | 'gateway'

export interface Routes {
  /** The rules for a host in order; undefined when no VirtualService addresses it. */
  rules(via: Via, host: string): readonly CompiledRule[] | undefined
  /** Hosts by which a gateway lets requests in to this service, oldest VirtualService first. */
  gatewayHosts(service: string): readonly string[]
}

const grpcNames =
  'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'.split(
    ' ',
  )

/** Compiles VirtualServices; a sidecar takes the oldest one for a host, a gateway merges them in that order. */
export function compileRoutes(objects: ClusterObjects, upstreams: Upstreams): Routes {
  const ordered = [...objects.virtualservices].sort(
    (a, b) =>
      (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') ||
      a.metadata.name.localeCompare(b.metadata.name),
  )
  const gateways = new Map(
    objects.gateways.map((item) => [
      `${item.metadata.namespace ?? ''}/${item.metadata.name}`,
      (item.spec?.servers ?? []).flatMap((server) => server.hosts ?? []),
    ]),
  )
  const gatewayFor = (item: VirtualService, via: Via, host: string): string | undefined => {
    const bound = (item.spec?.gateways ?? ['mesh']).map((name) =>
      qualifyGateway(name, item.metadata.namespace ?? ''),
    )
    if (via === 'mesh') return bound.find((name) => name === 'mesh')
    return bound.find((name) =>
      gateways.get(name)?.some((pattern) => admits(pattern.split('/').at(-1) ?? '', host)),
    )
  }
  const hostsOf = (item: VirtualService): string[] =>
    (item.spec?.hosts ?? []).map((host) => upstreams.resolve(host, item.metadata.namespace ?? ''))

  const byHost = new Map<string, VirtualService[]>()
  for (const item of ordered) {
    for (const host of hostsOf(item)) byHost.set(host, [...(byHost.get(host) ?? []), item])
  }
  const wildcards = ordered.filter((item) => hostsOf(item).some((host) => host.startsWith('*')))

  const make = (via: Via, host: string): CompiledRule[] | undefined => {
    const wild = (): VirtualService[] =>
      wildcards.filter((item) => hostsOf(item).some((name) => admits(name, host)))
    const bound = (byHost.get(host) ?? wild()).flatMap((item) => {
      const gateway = gatewayFor(item, via, host)
      return gateway === undefined ? [] : [{ item, gateway }]
    })
    if (bound.length === 0) return undefined
    const used = via === 'mesh' ? bound.slice(0, 1) : bound
    return used.flatMap(({ item, gateway }) => compileVirtualService(item, gateway, host, ordered, upstreams))
  }

  const made = new Map<string, CompiledRule[] | undefined>()
  const rules = (via: Via, host: string): CompiledRule[] | undefined => {
    const key = `${via}|${host}`
    if (!made.has(key)) made.set(key, make(via, host))
    return made.get(key)
  }
  return {
    rules,
    gatewayHosts: (service) =>
      ordered
        .filter((item) => item.spec?.gateways?.some((name) => name !== 'mesh') === true)
        .flatMap((item) => hostsOf(item).slice(0, 1))
        .filter((host) =>
          rules('gateway', host)?.some((rule) =>
            rule.targets.some((target) => target.upstream?.service.host === service),
          ),
        ),
  }
}

/** The first rule whose match holds; the first entry without conditions takes everything. */
export function chooseRule(
  rules: readonly CompiledRule[],
  request: Request,
  caller: Caller,
): CompiledRule | undefined {
  return rules.find(
    (rule) => rule.tests.length === 0 || rule.tests.some((test) => test(request, caller, rule.gateway)),
  )
}

function compileVirtualService(
  item: VirtualService,
  gateway: string,
  host: string,
  all: readonly VirtualService[],
  upstreams: Upstreams,
): CompiledRule[] {
  const namespace = item.metadata.namespace ?? ''
  const compiled: CompiledRule[] = []
  for (const rule of item.spec?.http ?? []) {
    const tests = (rule.match ?? []).map((match) => compileMatch(match, namespace, host))
    if (!rule.delegate) {
      compiled.push(compileRule(rule, tests, gateway, namespace, upstreams))
      continue
    }
    const { name, namespace: delegateNamespace = namespace } = rule.delegate
    const delegate = all.find(
      (other) => other.metadata.name === name && other.metadata.namespace === delegateNamespace,
    )
    for (const inner of delegate?.spec?.http ?? []) {
      const innerTests = (inner.match ?? []).map((match) => compileMatch(match, delegateNamespace, host))
      compiled.push(compileRule(inner, bothOf(tests, innerTests), gateway, delegateNamespace, upstreams))
    }
  }
  for (const rule of item.spec?.tcp ?? []) compiled.push(compileRule(rule, [], gateway, namespace, upstreams))
  return compiled
}

function bothOf(outer: readonly RequestTest[], inner: readonly RequestTest[]): readonly RequestTest[] {
  if (outer.length === 0) return inner
  if (inner.length === 0) return outer
  return outer.flatMap((a) =>
    inner.map(
      (b): RequestTest =>
        (request, caller, gateway) =>
          a(request, caller, gateway) && b(request, caller, gateway),
    ),
  )
}

function compileRule(
  rule: HttpRule,
  tests: readonly RequestTest[],
  gateway: string,
  namespace: string,
  upstreams: Upstreams,
): CompiledRule {
  const find = (destination: { host: string; subset?: string }): Upstream | undefined =>
    upstreams.find(upstreams.resolve(destination.host, namespace), destination.subset)
  const route: readonly WeightedDestination[] = rule.route ?? []
  const targets = route.map(({ destination, weight }) => ({
    upstream: find(destination),
    weight: route.length === 1 && (weight ?? 0) === 0 ? 100 : Math.max(0, weight ?? 0),
  }))
  const mirrors = (rule.mirrors ?? []).map((item) => ({
    upstream: find(item.destination),
    percent: item.percentage?.value ?? 100,
  }))
  if (rule.mirror) mirrors.push({ upstream: find(rule.mirror), percent: rule.mirrorPercentage?.value ?? 100 })
  const direct = rule.redirect ? (rule.redirect.redirectCode ?? 301) : rule.directResponse?.status
  const { delay, abort } = rule.fault ?? {}
  const grpc = grpcNames.indexOf(abort?.grpcStatus ?? '')
  return {
    tests,
    gateway,
    targets,
    total: targets.reduce((sum, target) => sum + target.weight, 0),
    mirrors,
    timeoutMs: durationMs(rule.timeout),
    ...(direct === undefined ? {} : { direct }),
    ...(delay
      ? { delay: { percent: delay.percentage?.value ?? 100, ms: durationMs(delay.fixedDelay) } }
      : {}),
    ...(abort
      ? {
          abort: {
            percent: abort.percentage?.value ?? 100,
            status: abort.httpStatus ?? 200,
            ...(grpc >= 0 ? { grpc: String(grpc) } : {}),
          },
        }
      : {}),
  }
}

/** Istio's wildcard hosts: `*` and `*.example.com`. */
function admits(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1))
}
