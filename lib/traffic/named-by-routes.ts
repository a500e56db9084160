import type { ClusterView, KindId, KubeObject } from '@/lib/domain/kube'
import { objectKey, refOf } from '@/lib/domain/kube'

/** Kinds whose objects can send to a Service by its name. */
const ROUTING_KINDS: readonly KindId[] = [
  'virtualservices',
  'destinationrules',
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
  'ingressroutes',
  'traefikservices',
]

/** What is passed over: kinds whose uses are counted more exactly, and objects that go or stop naming the Service. */
interface Beside {
  kinds?: readonly KindId[]
  objects?: readonly KubeObject[]
}

/**
 * True when the spec of a routing object has the name of a Service, alone or at the start of a host. Any mention counts,
 * whatever its namespace, so that in doubt the Service stays.
 */
export function isNamedByRoutes(view: ClusterView, name: string, beside: Beside): boolean {
  const { kinds = [], objects = [] } = beside
  const leaving = new Set(objects.map((object) => objectKey(refOf(object))))
  const mention = JSON.stringify(name)
  const host = `"${name}.`
  return ROUTING_KINDS.filter((kind) => !kinds.includes(kind)).some((kind) =>
    view.list(kind).some((object) => {
      if (leaving.has(objectKey(refOf(object)))) return false
      const text = JSON.stringify(object.spec ?? null)
      return text.includes(mention) || text.includes(host)
    }),
  )
}
