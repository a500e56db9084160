import type { ClusterView } from '@/lib/domain/kube'
import { arrayOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import type { GatewayRoute, Target } from './schema'

/** True when a route may send to a backend: in its own namespace, or where a ReferenceGrant there lets it in. */
export function isGranted(view: ClusterView, route: GatewayRoute, target: Target): boolean {
  if (target.namespace === route.namespace) return true
  return view.list('referencegrants', target.namespace).some(({ spec }) => {
    const { from, to } = objectOf(spec)
    return (
      arrayOf(from).some((each) => letsIn(objectOf(each), route)) &&
      arrayOf(to).some((each) => leadsTo(objectOf(each), target))
    )
  })
}

function letsIn(from: Readonly<Record<string, unknown>>, { kind, namespace }: GatewayRoute): boolean {
  return from.group === 'gateway.networking.k8s.io' && from.kind === kind && from.namespace === namespace
}

function leadsTo(to: Readonly<Record<string, unknown>>, target: Target): boolean {
  const group = to.group === 'core' ? '' : (stringOf(to.group) ?? '')
  const name = stringOf(to.name) ?? ''
  return group === target.group && to.kind === target.kind && (name === '' || name === target.name)
}
