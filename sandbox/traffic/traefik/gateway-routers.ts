import type { ClusterObjects } from '../cluster-objects'
import type { Attachment } from '../gateway-api/attach'
import { attachRoutes } from '../gateway-api/attach'
import type { FindBackend } from '../gateway-api/backends'
import { backendFinder } from '../gateway-api/backends'
import type { BackendRef, RouteMatch, RouteRule } from '../gateway-api/objects'
import type { Upstreams } from '../upstreams'
import { fullName } from '../upstreams'
import { backendLabel, normalize, ruleHash } from './names'
import type { RouterDraft } from './router-draft'
import type { ServiceBuilder, ServiceNode } from './services'
import { balance } from './services'

const controllerName = 'traefik.io/gateway-controller'
const provider = '@kubernetesgateway'
const knownFilters = new Set([
  'RequestRedirect',
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'URLRewrite',
  'ExtensionRef',
])

/**
 * Routers for HTTPRoutes of Traefik's class, with the rules and priorities that Traefik 3.6 makes of their matches
 * (pkg/provider/kubernetes/gateway/httproute.go). GRPCRoutes are left out.
 */
export function gatewayRouters(
  objects: ClusterObjects,
  upstreams: Upstreams,
  services: ServiceBuilder,
): RouterDraft[] {
  const findBackend = backendFinder(objects, upstreams)
  return attachRoutes(objects, controllerName)
    .gateways.flatMap(({ routes }) => routes)
    .filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap((attachment) => {
      const { route, parent } = attachment
      const rules = route.spec?.rules ?? []
      return rules.flatMap((rule, index) => {
        const key = `httproute-${route.metadata.namespace ?? ''}-${route.metadata.name}-gw-${parent}-ep-web-${index}`
        return (rule.matches ?? [{}]).map((match): RouterDraft => {
          const { text, priority } = ruleOf(attachment.hosts, match)
          const name = `${normalize(key)}-${ruleHash(text)}`
          const service = `${name}-wrr${provider}`
          return {
            name: `${name}${provider}`,
            rule: text,
            priority: priority + rules.length - index,
            ...target(rule, service, name, (ref) =>
              backend(ref, attachment, upstreams, services, findBackend),
            ),
          }
        })
      })
    })
}

/** A filter that Traefik has not, such as a mirror, turns every request of its rule into a 500. */
function target(
  { filters = [], backendRefs = [] }: RouteRule,
  service: string,
  name: string,
  find: (ref: BackendRef) => ServiceNode,
): { service: string; node: ServiceNode | undefined } {
  if (filters.some(({ type }) => !knownFilters.has(type)))
    return { service: `${name}-err-wrr${provider}`, node: { kind: 'answer', status: 500 } }
  const redirect = filters.find(({ type }) => type === 'RequestRedirect')?.requestRedirect
  if (redirect) return { service, node: { kind: 'answer', status: redirect.statusCode ?? 302 } }
  const refs = backendRefs.map((ref) => ({ node: find(ref), weight: ref.weight ?? 1 }))
  return { service, node: balance(service, refs, false) }
}

/** A Service, or a TraefikService of the route's own namespace; what isn't there answers 500 for its share. */
function backend(
  ref: BackendRef,
  { kind, route }: Attachment,
  upstreams: Upstreams,
  services: ServiceBuilder,
  findBackend: FindBackend,
): ServiceNode {
  const missing: ServiceNode = { kind: 'answer', status: 500 }
  const namespace = ref.namespace ?? route.metadata.namespace ?? ''
  if (ref.kind === 'TraefikService') return services.named(namespace, ref.name) ?? missing
  const service = findBackend(kind, route, ref)
  const upstream = service && upstreams.find(fullName(ref.name, namespace))
  if (!upstream || service.spec?.type === 'ExternalName') return missing
  return { kind: 'leaf', label: backendLabel(namespace, ref.name, ref.port ?? 0), upstream }
}

function ruleOf(hosts: readonly string[], match: RouteMatch): { text: string; priority: number } {
  const { headers = [], queryParams = [], path } = match
  const parts = [pathRule(path?.type, path?.value ?? '/')]
  if (typeof match.method === 'string') parts.push(['Method(`' + match.method + '`)', 1000])
  for (const { name, value, type } of headers)
    parts.push([`${type === 'RegularExpression' ? 'HeaderRegexp' : 'Header'}(\`${name}\`,\`${value}\`)`, 100])
  for (const { name, value, type } of queryParams)
    parts.push([`${type === 'RegularExpression' ? 'QueryRegexp' : 'Query'}(\`${name}\`,\`${value}\`)`, 10])
  const named = hosts.filter((host) => host !== '*')
  const rules = named.map(hostRule)
  const hostText = rules.length > 1 ? `(${rules.join(' || ')})` : rules[0]
  return {
    text: [...(hostText === undefined ? [] : [hostText]), ...parts.map(([text]) => text)].join(' && '),
    priority:
      parts.reduce((sum, [, points]) => sum + points, 0) + Math.max(0, ...named.map((host) => host.length)),
  }
}

function hostRule(host: string): string {
  if (!host.includes('*')) return `Host(\`${host}\`)`
  const quoted = host.replace(/[.*+?()|[\]{}^$\\]/g, '\\$&').replace('\\*\\.', '[a-z0-9-\\.]+\\.')
  return `HostRegexp(\`^${quoted}$\`)`
}

function pathRule(type: string | undefined, value: string): [string, number] {
  if (type === 'Exact') return [`Path(\`${value}\`)`, 100_000]
  const points = 10_000 + 100 * value.length
  if (type === 'RegularExpression') return [`PathRegexp(\`${value}\`)`, points]
  if (value === '/') return ['PathPrefix(`/`)', 1]
  const prefix = value.replace(/\/$/, '')
  return [`(Path(\`${prefix}\`) || PathPrefix(\`${prefix}/\`))`, points]
}
