import type { ClusterView } from '@/lib/domain/kube'
import type { Capabilities } from '@/lib/domain/traffic/model'
import { implementationsOf, takesRegex } from './implementations'
import { mirrorSupport } from './mirror-support'
import type { GatewayRoute } from './schema'

const NO_FAULT = 'The Gateway API has no filter for delays or aborts.'
const HOSTS =
  'Hosts belong to the whole route and callers cannot be told apart; the most specific match wins, not the order.'

/** What the Gateway API can do at its best; each route says what its own parents can. */
export const GATEWAY_API_CAPABILITIES: Capabilities = {
  weights: true,
  mirror: { percentStep: 1 },
  match: ['header', 'cookie', 'query', 'method'],
  fault: false,
  cutOver: true,
  addVersion: true,
  notes: { fault: NO_FAULT, match: HOSTS },
}

/** What can be done to one route: by its kind, and by what its parents' classes list. */
export function capabilitiesOf(view: ClusterView, route: GatewayRoute): Capabilities {
  if (route.kind === 'TLSRoute' || route.kind === 'TCPRoute') return readOnly(route.kind)
  const { mirror, note } = mirrorSupport(view, route)
  const match = matchSupport(view, route)
  return {
    ...GATEWAY_API_CAPABILITIES,
    mirror,
    match: match.kinds,
    notes: { fault: NO_FAULT, match: match.note, ...(note === undefined ? {} : { mirror: note }) },
  }
}

/** True when header matches of the route may be regular expressions, as every parent's controller is known to take them. */
export function takesPatterns(view: ClusterView, route: GatewayRoute): boolean {
  const implementations = implementationsOf(view, route)
  return implementations.length > 0 && implementations.every(takesRegex)
}

function matchSupport(view: ClusterView, route: GatewayRoute): { kinds: string[]; note: string } {
  const patterns = takesPatterns(view, route)
  const implementations = implementationsOf(view, route)
  const listed = (feature: string) =>
    implementations.every(({ features }) => features === undefined || features.has(feature))
  const http = route.kind === 'HTTPRoute'
  const kinds = [
    'header',
    ...(patterns ? ['cookie'] : []),
    ...(http && listed('HTTPRouteQueryParamMatching') ? ['query'] : []),
    ...(http && listed('HTTPRouteMethodMatching') ? ['method'] : []),
  ]
  const unknown = implementations.find((each) => !takesRegex(each))?.name ?? 'A route without parents'
  const plain = `${unknown} is not known to take regular expressions, so headers match by their exact value only and cookies not at all.`
  return { kinds, note: patterns ? HOSTS : `${HOSTS} ${plain}` }
}

function readOnly(kind: string): Capabilities {
  const note = `Aviary reads ${kind}s and does not change them.`
  return {
    weights: false,
    mirror: false,
    match: false,
    fault: false,
    cutOver: false,
    addVersion: false,
    notes: { weights: note, mirror: note, match: note, fault: note, cutOver: note, addVersion: note },
  }
}
