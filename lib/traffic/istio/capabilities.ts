import type { Capabilities } from '@/lib/domain/traffic/model'
import type { VirtualService } from './schema'

const MATCHED = ['header', 'cookie', 'query', 'method', 'source', 'host']

/** What Aviary can do to a VirtualService at best. Istio mirrors by fractions of a percent; whole ones are offered. */
export const ISTIO_CAPABILITIES: Capabilities = {
  weights: true,
  mirror: { percentStep: 1 },
  match: MATCHED,
  fault: true,
  cutOver: true,
  addVersion: true,
}

/** Why nothing but weights can be moved in tls and tcp rules. */
export const UNREAD_CONNECTIONS =
  'Istio passes the connections of tls and tcp rules on without reading requests in them'

const AT_GATEWAYS: Capabilities = {
  ...ISTIO_CAPABILITIES,
  match: MATCHED.filter((kind) => kind !== 'source'),
  notes: { match: 'This route is bound to gateways only, where callers have no labels or namespace.' },
}

const CONNECTIONS: Capabilities = {
  ...ISTIO_CAPABILITIES,
  mirror: false,
  match: false,
  fault: false,
  notes: {
    mirror: `${UNREAD_CONNECTIONS}, so none can be mirrored.`,
    match: `${UNREAD_CONNECTIONS}, so none can be chosen.`,
    fault: `${UNREAD_CONNECTIONS}, so none can be delayed or refused.`,
  },
}

/** What can be done to one VirtualService, by the kinds of its rules and by the gateways that it is bound to. */
export function capabilitiesOf({ rules }: VirtualService, gateways: readonly string[]): Capabilities {
  if (rules.length > 0 && rules.every(({ section }) => section !== 'http')) return CONNECTIONS
  return gateways.length > 0 && !gateways.includes('mesh') ? AT_GATEWAYS : ISTIO_CAPABILITIES
}
