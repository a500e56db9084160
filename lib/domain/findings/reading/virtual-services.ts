import type { ClusterView, KubeObject } from '../../kube'
import { objectOf, stringsOf } from '../../traffic/untyped'
import { canonicalHost } from './hosts'
import { oncePerList } from './memory'

/** VirtualServices by the places that they claim: a host, in its full form, at a gateway or in the mesh. */
const claims = oncePerList((list) => {
  const found = new Map<string, KubeObject[]>()
  for (const object of list) {
    const { hosts, gateways } = objectOf(object.spec)
    const namespace = object.metadata.namespace ?? ''
    const bound = stringsOf(gateways)
    for (const host of new Set(stringsOf(hosts).map((each) => canonicalHost(each, namespace)))) {
      for (const gateway of new Set(bound.length === 0 ? ['mesh'] : bound)) {
        const key = placeOf(host, qualified(gateway, namespace))
        found.set(key, [...(found.get(key) ?? []), object])
      }
    }
  }
  return found
})

function placeOf(host: string, gateway: string): string {
  return JSON.stringify([host, gateway])
}

function qualified(gateway: string, namespace: string): string {
  return gateway === 'mesh' || gateway.includes('/') ? gateway : `${namespace}/${gateway}`
}

/** Namespaces that see a VirtualService: `*`, or a list with `.` for its own; `~` is nobody. */
function audience({ spec, metadata }: KubeObject): ReadonlySet<string> {
  const exported = stringsOf(objectOf(spec).exportTo)
  if (exported.length === 0) return new Set(['*'])
  const named = exported.filter((each) => each !== '~')
  return new Set(named.map((each) => (each === '.' ? (metadata.namespace ?? '') : each)))
}

/** True when some namespace sees both. */
function meet(one: KubeObject, other: KubeObject): boolean {
  const [first, second] = [audience(one), audience(other)]
  if (first.has('*') || second.has('*')) return first.size > 0 && second.size > 0
  return [...first].some((namespace) => second.has(namespace))
}

/** Other VirtualServices that claim a host at a gateway as this one does, and are seen by the same callers. */
export function rivalsOf(view: ClusterView, own: KubeObject, host: string, gateway: string): KubeObject[] {
  const all = claims(view.list('virtualservices')).get(placeOf(host, gateway)) ?? []
  return all.filter((other) => other.metadata.uid !== own.metadata.uid && meet(own, other))
}
