import { isObject, listAt, objectAt, textAt, type JsonObject } from '../json'
import { gatewayApiKind, kinds, serviceKind } from '../kinds'
import type { KubeObject } from '../objects'
import type { Store } from '../store'
import { fails, holds, type ConditionNow } from './conditions'
import type { Implementation } from './supported-features'

/** backendRefs of every rule, those of RequestMirror filters among them. */
function backendRefs(route: KubeObject): JsonObject[] {
  const rules = listAt(route, 'spec', 'rules')
  const direct = rules.flatMap((rule) => listAt(rule, 'backendRefs'))
  const mirrors = [...rules, ...direct]
    .flatMap((holder) => listAt(holder, 'filters'))
    .filter((filter) => textAt(filter, 'type') === 'RequestMirror')
    .map((filter) => objectAt(filter, 'requestMirror', 'backendRef'))
  return [...direct, ...mirrors].filter(isObject)
}

function granted(
  store: Store,
  route: KubeObject,
  to: { namespace: string; kind: string; name: string },
): boolean {
  const from = route.metadata.namespace ?? ''
  if (to.namespace === from) return true
  return [...store.each(gatewayApiKind('ReferenceGrant'), to.namespace)].some(
    ({ object }) =>
      listAt(object, 'spec', 'from').some(
        (each) => textAt(each, 'kind') === route.kind && textAt(each, 'namespace') === from,
      ) &&
      listAt(object, 'spec', 'to').some(
        (each) => textAt(each, 'kind') === to.kind && (textAt(each, 'name') ?? to.name) === to.name,
      ),
  )
}

function problem(
  store: Store,
  route: KubeObject,
  ref: JsonObject,
  implementation: Implementation,
): ConditionNow | undefined {
  const group = textAt(ref, 'group') ?? ''
  const kind = textAt(ref, 'kind') ?? 'Service'
  const name = textAt(ref, 'name') ?? ''
  const namespace = textAt(ref, 'namespace') ?? route.metadata.namespace ?? ''
  const refused = (reason: string, message: string): ConditionNow => fails('ResolvedRefs', reason, message)
  const known =
    (group === '' && kind === 'Service') || implementation.extraBackends.includes(`${group}/${kind}`)
  if (!known)
    return refused('InvalidKind', `referencing unsupported backendRef: group "${group}" kind "${kind}"`)
  if (!granted(store, route, { namespace, kind, name }))
    return refused('RefNotPermitted', `backendRef ${name}/${namespace} not accessible to a ${route.kind}`)
  const served =
    kind === 'Service' ? serviceKind : kinds.find((each) => each.group === group && each.kind === kind)
  if (served === undefined || store.get(served, namespace, name) !== undefined) return undefined
  return refused('BackendNotFound', `backend(${name}.${namespace}.svc.cluster.local) not found`)
}

/** ResolvedRefs of a route: the first reference that does not hold, or True. */
export function resolvedRefs(store: Store, route: KubeObject, implementation: Implementation): ConditionNow {
  for (const ref of backendRefs(route)) {
    const found = problem(store, route, ref, implementation)
    if (found !== undefined) return found
  }
  return holds('ResolvedRefs', 'All references resolved')
}
