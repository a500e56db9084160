import type { ClusterObjects, Service } from '../cluster-objects'
import { durationMs } from '../cluster-objects'
import type { CompiledRule } from '../routes'
import type { Upstream, Upstreams } from '../upstreams'
import { fullName } from '../upstreams'
import type { Attachment } from './attach'
import { admitsHost, attachRoutes } from './attach'
import type { FindBackend } from './backends'
import { backendFinder, mirrorPercent } from './backends'
import type { CompiledMatch } from './match'
import { byPrecedence, compileGrpcMatch, compileHttpMatch } from './match'
import type { RouteMatch, RouteRule } from './objects'

const controllerName = 'istio.io/gateway-controller'

/** A way by which requests from outside reach a Service. */
export interface WayIn {
  /** `namespace/name` of the Gateway. */
  gateway: string
  host: string
  path: string
}

/** HTTPRoutes and GRPCRoutes as Istio's proxies obey them. */
export interface MeshRoutes {
  /** The rules of a Gateway (`namespace/name`) for a host, most specific first; undefined: none are bound to it. */
  atGateway(gateway: string, host: string): readonly CompiledRule[] | undefined
  /** The rules for calls from a namespace to a Service's host; undefined: no route is bound to it. */
  atService(host: string, namespace: string): readonly CompiledRule[] | undefined
  /** The broadest rule of a Gateway that sends requests to one of these hosts. */
  wayIn(hosts: ReadonlySet<string>): WayIn | undefined
}

interface Candidate extends CompiledMatch {
  rule: CompiledRule
}

/** Compiles what is bound to Gateways of Istio's class, and to Services (GAMMA). */
export function compileMeshRoutes(objects: ClusterObjects, upstreams: Upstreams): MeshRoutes {
  const attached = attachRoutes(objects, controllerName)
  const findBackend = backendFinder(objects, upstreams)
  const gateways = new Map(
    attached.gateways.map(({ gateway: { metadata }, routes }) => [
      `${metadata.namespace ?? ''}/${metadata.name}`,
      routes,
    ]),
  )
  const candidates = (routes: readonly Attachment[]): Candidate[] =>
    routes
      .flatMap((attachment) => compileAttachment(attachment, upstreams, findBackend))
      .sort((a, b) => byPrecedence(a.precedence, b.precedence))
  const rules = (routes: readonly Attachment[] = []): CompiledRule[] | undefined =>
    routes.length === 0 ? undefined : candidates(routes).map(({ rule }) => rule)

  const services = new Map(
    [...attached.services].map(([parent, routes]) => {
      const [namespace = '', name = ''] = parent.split('/')
      return [fullName(name, namespace), { namespace, routes }]
    }),
  )
  const atGateway = remembered((gateway: string, host: string) =>
    rules(mostSpecific(gateways.get(gateway), host)),
  )
  const atService = remembered((host: string, namespace: string) => {
    const bound = services.get(host)
    // A route in another namespace than the Service's is for the callers of its own namespace, and goes first there.
    const of = (owner: string): Attachment[] =>
      (bound?.routes ?? []).filter(({ route }) => route.metadata.namespace === owner)
    const consumer = namespace === bound?.namespace ? [] : of(namespace)
    return rules(consumer.length > 0 ? consumer : of(bound?.namespace ?? ''))
  })
  return {
    atGateway,
    atService,
    wayIn: (hosts) => {
      for (const [gateway, routes] of gateways) {
        for (const { rule, path, host } of routes.toReversed().flatMap((attachment) =>
          candidates([attachment])
            .toReversed()
            .map((candidate) => ({ ...candidate, host: attachment.hosts[0] ?? '*' })),
        )) {
          const leads = rule.targets.some((target) => hosts.has(target.upstream?.service.host ?? ''))
          if (leads)
            return { gateway, path, host: host.replace(/^\*\./, 'www.').replace('*', 'any.example.com') }
        }
      }
      return undefined
    },
  }
}

/** The routes whose host name fits best: Envoy looks in no other virtual host. */
function mostSpecific(routes: readonly Attachment[] = [], host: string): Attachment[] {
  let best = -1
  let chosen: Attachment[] = []
  for (const attachment of routes) {
    const fits = attachment.hosts.filter((pattern) => admitsHost(pattern, host))
    if (fits.length === 0) continue
    const rank = Math.max(...fits.map((pattern) => (pattern === host ? 1000 : pattern.length)))
    if (rank > best) chosen = []
    if (rank >= best) chosen.push(attachment)
    best = Math.max(best, rank)
  }
  return chosen
}

function compileAttachment(
  { kind, route }: Attachment,
  upstreams: Upstreams,
  findBackend: FindBackend,
): Candidate[] {
  const compileMatch = kind === 'HTTPRoute' ? compileHttpMatch : compileGrpcMatch
  const upstreamOf = (service: Service | undefined): Upstream | undefined =>
    service && upstreams.find(fullName(service.metadata.name, service.metadata.namespace ?? ''))
  const compileRule = (rule: RouteRule, matched: CompiledMatch): CompiledRule => {
    const { backendRefs = [], filters = [] } = rule
    const targets = backendRefs.map((ref) => {
      const upstream = upstreamOf(findBackend(kind, route, ref))
      return { upstream, weight: ref.weight ?? 1, ...(upstream ? {} : { refusal: 500 }) }
    })
    const total = targets.reduce((sum, { weight }) => sum + weight, 0)
    const redirect = filters.find(({ type }) => type === 'RequestRedirect')?.requestRedirect
    const direct = redirect ? (redirect.statusCode ?? 302) : total === 0 ? 500 : undefined
    return {
      tests: [matched.test],
      gateway: '',
      targets,
      total,
      mirrors: filters.flatMap(({ requestMirror }) =>
        requestMirror
          ? [
              {
                upstream: upstreamOf(findBackend(kind, route, requestMirror.backendRef)),
                percent: mirrorPercent(requestMirror),
              },
            ]
          : [],
      ),
      timeoutMs: durationMs(rule.timeouts?.request),
      ...(direct === undefined ? {} : { direct }),
      ...(kind === 'GRPCRoute' ? { grpc: true } : {}),
    }
  }
  const everything: RouteMatch[] = [{}]
  return (route.spec?.rules ?? []).flatMap((rule) => {
    const { matches = everything } = rule
    return (matches.length > 0 ? matches : everything).map((match) => {
      const matched = compileMatch(match)
      return { ...matched, rule: compileRule(rule, matched) }
    })
  })
}

/** Remembers the answer for every pair of texts. */
function remembered<T>(make: (a: string, b: string) => T): (a: string, b: string) => T {
  const known = new Map<string, T>()
  return (a, b) => {
    const key = `${a}|${b}`
    const found = known.get(key)
    if (found !== undefined || known.has(key)) return found as T
    const made = make(a, b)
    known.set(key, made)
    return made
  }
}
