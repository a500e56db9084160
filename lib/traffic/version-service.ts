import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { newMetadata } from './made-by-aviary'
import { createWrite } from './planned-writes'
import { versionServiceName } from './version-service-name'
import { isReady, labelsOf, livePods, selects, type Labels } from './workloads'

const PORT_FIELDS = ['name', 'protocol', 'appProtocol', 'port', 'targetPort']

/** What a new per-version Service is made of. */
export interface VersionService {
  version: string
  /** Chooses the pods of that version alone. */
  selector: Labels
  /** The Service that its ports are those of. */
  like: KubeObject | undefined
}

/**
 * The write of a Service for one version, named `<service>-<version>`. It awaits endpoints where the version has ready
 * pods. Throws `conflict` where its name is taken.
 */
export function newVersionService(
  view: ClusterView,
  service: ServiceRef,
  { version, selector, like }: VersionService,
): PlannedWrite & { body: KubeObject } {
  const { namespace } = service
  const name = versionServiceName(service.name, version)
  if (view.get('services', namespace, name) !== undefined) {
    throw new DomainError(
      'conflict',
      `There is a Service ${name} already, and it is not of version ${version} alone.`,
    )
  }
  const ready = livePods(view, namespace).some((pod) => isReady(pod) && selects(selector, labelsOf(pod)))
  const write = createWrite({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: newMetadata(service, { namespace, name }),
    spec: { selector: Object.fromEntries(selector), ports: portsLike(like) },
  })
  return ready ? { ...write, awaits: 'endpoints' } : write
}

/** Ports to reach the same containers by; what the cluster has assigned, such as node ports, stays with its owner. */
function portsLike(service: KubeObject | undefined): object[] {
  return arrayOf(objectOf(service?.spec).ports).map((port) =>
    Object.fromEntries(Object.entries(objectOf(port)).filter(([field]) => PORT_FIELDS.includes(field))),
  )
}
