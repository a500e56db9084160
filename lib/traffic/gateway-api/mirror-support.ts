import type { ClusterView } from '@/lib/domain/kube'
import type { Capabilities } from '@/lib/domain/traffic/model'
import { implementationsOf, type Implementation } from './implementations'
import type { GatewayRoute } from './schema'

export interface MirrorSupport {
  mirror: Capabilities['mirror']
  /** One rule may have several mirrors. */
  several: boolean
  note?: string
}

const MIRROR = 'HTTPRouteRequestMirror'
/** Listed since v1.5; before that nothing says whether a GRPCRoute may mirror. */
const GRPC_MIRROR = 'GRPCRouteRequestMirror'
const PERCENT = 'HTTPRouteRequestPercentageMirror'
const SEVERAL = 'HTTPRouteRequestMultipleMirrors'
/** Controllers whose silence is a no: Traefik's first releases with Gateways listed nothing, and never mirrored. */
const NEVER: ReadonlySet<string> = new Set(['traefik.io/gateway-controller'])

/**
 * What the route's parents say about RequestMirror filters, by GatewayClass.status.supportedFeatures; the weakest
 * decides. Traefik answers 500 to such a rule although its status says accepted, so a list without it is a no.
 */
export function mirrorSupport(view: ClusterView, route: GatewayRoute): MirrorSupport {
  const implementations = implementationsOf(view, route)
  const refusing = implementations.find((each) => refuses(route, each))
  if (refusing !== undefined) {
    const note = `${refusing.name} does not list ${MIRROR} among its features: a rule with a mirror may answer 500 to every request.`
    return { mirror: false, several: false, note }
  }
  const lacking = (feature: string) =>
    implementations.find(({ features }) => features !== undefined && !features.has(feature))
  const whole = lacking(PERCENT)
  const note = [
    ...(whole === undefined
      ? []
      : [`${whole.name} mirrors all requests or none: it does not list ${PERCENT}.`]),
    ...unlisted(implementations),
    ...unsaidForGrpc(route, implementations),
  ].join(' ')
  return {
    mirror: { percentStep: whole === undefined ? 1 : 100 },
    several: lacking(SEVERAL) === undefined,
    ...(note === '' ? {} : { note }),
  }
}

function refuses(route: GatewayRoute, { controllers, features }: Implementation): boolean {
  if (features === undefined) return controllers.some((controller) => NEVER.has(controller))
  return !features.has(MIRROR) && !(route.kind === 'GRPCRoute' && features.has(GRPC_MIRROR))
}

function unlisted(implementations: readonly Implementation[]): string[] {
  const silent =
    implementations.length === 0 || implementations.some(({ features }) => features === undefined)
  if (!silent) return []
  const name = implementations.find(({ features }) => features === undefined)?.name ?? 'No parent'
  return [
    `${name} lists no features: whether it mirrors is not known, and a CRD older than v1.3 drops the share and mirrors everything. Look at the observed traffic after the move.`,
  ]
}

function unsaidForGrpc(route: GatewayRoute, implementations: readonly Implementation[]): string[] {
  if (route.kind !== 'GRPCRoute') return []
  const unsaid = implementations.find(({ features }) => features !== undefined && !features.has(GRPC_MIRROR))
  return unsaid === undefined
    ? []
    : [`${unsaid.name} lists mirrors for HTTPRoutes, and says nothing about GRPCRoutes.`]
}
