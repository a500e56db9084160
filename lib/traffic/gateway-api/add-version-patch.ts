import { DomainError } from '@/lib/domain/errors'
import type { JsonPatch } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { versionsSelected } from '../service-versions'
import { selectorOf } from '../workloads'
import { patchWrite } from '../planned-writes'
import { isGranted } from './reference-grants'
import { backendTests, inRule, ownBackends, requireMovable, type RuleContext } from './rule-context'
import type { BackendRef, RouteRule } from './schema'
import { requireVersion } from '../require-version'
import { planVersionService, serviceOfVersion } from './version-services'
import { oldWeightTest, weightOp } from './weight-patch'

const MOST_BACKENDS = 16
/** Of an only backend whose weight has said nothing so far. */
const WHOLE = 100

/** An entry of a rule that goes to the Service of one version from now on. */
interface Pin {
  index: number
  name: string
}

/**
 * Adds a version to a rule at weight 0, with its Service first where it has none. A rule that sends to the service as a
 * whole is pinned to its present version in the same patch, since it would go on sending to all. Throws `invalid` for a
 * version that nothing runs and `missing-destination` where there is no way to tell the versions apart.
 */
export function planAddVersion(context: RuleContext, version: string): PlannedWrite[] {
  requireMovable(context)
  const { rule, written, view, service, route } = context
  if (rule.destinations.some((destination) => destination.version === version)) return []
  requireVersion(view, service, version, 'version')
  if (written.backends.length >= MOST_BACKENDS) {
    throw new DomainError('invalid', `A rule of the Gateway API has at most ${MOST_BACKENDS} backends.`)
  }
  const sibling = siblingOf(context)
  const { name, writes } = planVersionService(view, service, version, sibling.name)
  requireGranted(context, { ...sibling, name })
  const pinned = planPin(context, version)
  const patch = addBackendPatch(written, backendLike(sibling, name), pinned?.pin)
  return [...(pinned?.writes ?? []), ...writes, ...patchWrite(route.object, patch)]
}

/** The backend to take port and namespace from: one of a version's own Service, else the service itself. */
export function siblingOf(context: RuleContext): BackendRef {
  const { service, written } = context
  const own = ownBackends(context, written).flatMap((index) => written.backends[index] ?? [])
  const sibling = own.find(({ name }) => name !== service.name) ?? own[0]
  if (sibling === undefined)
    throw new DomainError('unsupported', `This rule sends nothing to ${service.name}.`)
  return sibling
}

/** A backendRef that differs from its sibling in the Service alone, without weight and filters. */
export function backendLike({ raw }: BackendRef, name: string): JsonObject {
  const { group, kind, namespace, port } = raw
  const fields = Object.entries({ group, kind, namespace, port }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(fields), name }
}

/**
 * A backendRef, like the rule's others, of a version that it need not have. Throws `invalid` for a version that nothing
 * runs, `missing-destination` for one without a Service or a grant to send there.
 */
export function backendOfVersion(context: RuleContext, version: string): JsonObject {
  const { view, service } = context
  const sibling = siblingOf(context)
  const name = serviceOfVersion(view, service, version)
  if (name === undefined) {
    requireVersion(view, service, version, 'to')
    throw new DomainError(
      'missing-destination',
      `Version ${version} of ${service.name} has no Service of its own. Add the version to a rule first.`,
    )
  }
  requireGranted(context, { ...sibling, name })
  return backendLike(sibling, name)
}

/** Throws `missing-destination` where a route of another namespace may not send to a Service. */
export function requireGranted({ view, route }: RuleContext, target: BackendRef): void {
  if (isGranted(view, route, target)) return
  throw new DomainError(
    'missing-destination',
    `No ReferenceGrant in ${target.namespace} lets this route of ${route.namespace} send to ${target.name}. Add one, or widen the one that is there.`,
  )
}

/** Appends a backend at weight 0, after pinning another. An only backend gets a weight that can be shared from then on. */
export function addBackendPatch(written: RouteRule, backend: JsonObject, pin?: Pin): JsonPatch {
  const only = written.backends.length === 1 && (written.backends[0]?.weight ?? 1) === 1
  return [
    ...backendTests(written),
    ...(only ? oldWeightTest(written, 0) : []),
    ...(pin === undefined
      ? []
      : [
          {
            op: 'replace' as const,
            path: inRule(written, 'backendRefs', pin.index, 'name'),
            value: pin.name,
          },
        ]),
    ...(only ? [weightOp(written, 0, WHOLE)] : []),
    { op: 'add', path: inRule(written, 'backendRefs', '-'), value: { ...backend, weight: 0 } },
  ]
}

/** The pin that a rule needs whose only backend of the service is the service itself, with the new version's pods in it. */
function planPin(context: RuleContext, version: string): { pin: Pin; writes: PlannedWrite[] } | undefined {
  const { view, service, written } = context
  const own = ownBackends(context, written)
  if (own.some((index) => written.backends[index]?.name !== service.name)) return undefined
  const selector = selectorOf(view.get('services', service.namespace, service.name))
  if (selector === undefined)
    throw several(context, version, 'which pods it has is not known from its selector')
  const versions = versionsSelected(view, service.namespace, [selector])
  if (!versions.some((each) => each.version === version)) return undefined
  const ready = versions.filter((each) => each.version !== version && each.readyPods > 0)
  const [stable] = ready
  const [index] = own
  if (stable === undefined) throw several(context, version, 'no other version has ready pods')
  if (ready.length > 1 || own.length > 1 || index === undefined) {
    throw several(context, version, `it spreads over ${ready.map((each) => each.version).join(', ')}`)
  }
  const { name, writes } = planVersionService(view, service, stable.version, service.name)
  requireGranted(context, { ...siblingOf(context), name })
  return { pin: { index, name }, writes }
}

function several({ service }: RuleContext, version: string, why: string): DomainError {
  return new DomainError(
    'missing-destination',
    `This rule sends to ${service.name} as a whole, and ${why}: adding ${version} would change who gets what. Give each version a Service of its own and let the rule send to those first.`,
  )
}
