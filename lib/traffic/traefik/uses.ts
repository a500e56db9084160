import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { madeFor } from './made-here'
import { deleteWrite } from './rule-context'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'

/** Kinds whose objects can send to a Service. */
const ROUTING_KINDS = [
  'ingressroutes',
  'traefikservices',
  'virtualservices',
  'destinationrules',
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
] as const

/**
 * The writes that remove those of these Services that Aviary made for the service and that nothing names any more but
 * `leaving`, objects that go or stop naming them.
 */
export function planRemoveServices(
  view: ClusterView,
  service: ServiceRef,
  names: readonly string[],
  leaving: readonly KubeObject[],
): PlannedWrite[] {
  return [...new Set(names)].flatMap((name) => {
    const object = view.get('services', service.namespace, name)
    if (name === service.name || !madeFor(service, object) || isNamed(view, name, leaving)) return []
    return [deleteWrite(object)]
  })
}

/** Any mention in the spec of a route counts, so that in doubt the Service stays. */
function isNamed(view: ClusterView, name: string, leaving: readonly KubeObject[]): boolean {
  const gone = new Set(leaving.map(({ metadata }) => metadata.uid))
  const mention = JSON.stringify(name)
  const host = `"${name}.`
  return ROUTING_KINDS.some((kind) =>
    view.list(kind).some((object) => {
      if (gone.has(object.metadata.uid)) return false
      const text = JSON.stringify(object.spec ?? null)
      return text.includes(mention) || text.includes(host)
    }),
  )
}
