import type { ClusterView, KubeObject } from '../../kube'
import { arrayOf, objectOf, stringOf, type JsonObject } from '../../traffic/untyped'
import { oncePerList } from './memory'

/** References of Gateway API routes, with the defaults of the specification filled in. */
export interface RouteReference {
  group: string
  kind: string
  namespace: string
  name: string
}

const GATEWAY_GROUP = 'gateway.networking.k8s.io'

function reference(value: unknown, home: string, defaults: { group: string; kind: string }): RouteReference {
  const { group, kind, namespace, name } = objectOf(value)
  return {
    group: stringOf(group) ?? defaults.group,
    kind: stringOf(kind) ?? defaults.kind,
    namespace: stringOf(namespace) ?? home,
    name: stringOf(name) ?? '',
  }
}

/** What a route is attached to: Gateways, or Services of a mesh. */
export function parentsOf({ spec, metadata }: KubeObject): RouteReference[] {
  const defaults = { group: GATEWAY_GROUP, kind: 'Gateway' }
  return arrayOf(objectOf(spec).parentRefs).map((each) => reference(each, metadata.namespace ?? '', defaults))
}

/** Where a route sends, each place once. */
export function backendsOf(route: KubeObject): RouteReference[] {
  return backendReferences(route, ({ backendRefs }) => arrayOf(backendRefs))
}

/** Where a route mirrors to, each place once. */
export function mirrorsOf(route: KubeObject): RouteReference[] {
  return backendReferences(route, ({ filters }) =>
    arrayOf(filters).flatMap((filter) => {
      const { backendRef } = objectOf(objectOf(filter).requestMirror)
      return backendRef === undefined ? [] : [backendRef]
    }),
  )
}

function backendReferences(
  { spec, metadata }: KubeObject,
  read: (rule: JsonObject) => readonly unknown[],
): RouteReference[] {
  const defaults = { group: '', kind: 'Service' }
  const all = arrayOf(objectOf(spec).rules)
    .flatMap((rule) => read(objectOf(rule)))
    .map((each) => reference(each, metadata.namespace ?? '', defaults))
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
}

/** True when a parent is there; kinds that Aviary does not watch are taken to be. */
export function parentExists(view: ClusterView, { group, kind, namespace, name }: RouteReference): boolean {
  if (group === GATEWAY_GROUP && kind === 'Gateway') {
    return !view.has('k8sgateways') || view.get('k8sgateways', namespace, name) !== undefined
  }
  return group !== '' || kind !== 'Service' || view.get('services', namespace, name) !== undefined
}

interface Grant {
  from: readonly RouteReference[]
  to: readonly { group: string; kind: string; name: string | undefined }[]
}

const grants = oncePerList((list): Grant[] =>
  list.map(({ spec }) => {
    const { from, to } = objectOf(spec)
    return {
      from: arrayOf(from).map((each) => reference(each, '', { group: '', kind: '' })),
      to: arrayOf(to)
        .map(objectOf)
        .map(({ group, kind, name }) => ({
          group: stringOf(group) ?? '',
          kind: stringOf(kind) ?? '',
          name: stringOf(name),
        })),
    }
  }),
)

/** True when the backend's namespace lets routes of this kind and namespace refer to it. */
export function isGranted(view: ClusterView, route: KubeObject, backend: RouteReference): boolean {
  const home = route.metadata.namespace ?? ''
  if (backend.namespace === home || !view.has('referencegrants')) return true
  return grants(view.list('referencegrants', backend.namespace)).some(
    ({ from, to }) =>
      from.some(
        (each) => each.group === GATEWAY_GROUP && each.kind === route.kind && each.namespace === home,
      ) &&
      to.some(
        ({ group, kind, name }) =>
          group === backend.group && kind === backend.kind && (name === undefined || name === backend.name),
      ),
  )
}
