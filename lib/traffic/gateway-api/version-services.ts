import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { versionOfService } from '../selected-version'
import { versionsOfService } from '../versions-of-service'
import { selectorOf, VERSION_LABELS, type Labels } from '../workloads'
import { backingServices } from './backing-services'
import { madeMarks } from './made-objects'
import { tellingLabel } from './telling-label'
import { versionServiceName } from './version-service-name'

/** Throws `invalid` naming `field` for a version that neither pods nor workloads of the service have. */
export function requireVersion(view: ClusterView, service: ServiceRef, version: string, field: string): void {
  const versions = versionsOfService(view, service).map((each) => each.version)
  if (versions.includes(version)) return
  const known = versions.length > 0 ? `it has ${versions.join(', ')}` : 'it has none'
  throw new DomainError('invalid', `${service.name} has no version ${version}: ${known}.`, {
    fields: [{ path: field, message: `is not a version of this service: ${known}` }],
  })
}

/** The name of the Service with just this version's pods, the one of Aviary's making first; undefined where none is. */
export function serviceOfVersion(
  view: ClusterView,
  service: ServiceRef,
  version: string,
): string | undefined {
  const wanted = versionServiceName(service.name, version)
  const backing = backingServices(view, service).map(({ name }) => name)
  const names = [wanted, ...backing.filter((name) => name !== service.name && name !== wanted)]
  return names.find((name) => versionOfService(view, { namespace: service.namespace, name }) === version)
}

/**
 * The Service for a version: its name, and the write that makes it where there is none yet. Ports are those of the Service
 * named `like`. Throws `missing-destination` where no selector can be made, `conflict` where its name is taken.
 */
export function planVersionService(
  view: ClusterView,
  service: ServiceRef,
  version: string,
  like: string,
): { name: string; writes: PlannedWrite[] } {
  const found = serviceOfVersion(view, service, version)
  if (found !== undefined) return { name: found, writes: [] }
  const { namespace } = service
  const name = versionServiceName(service.name, version)
  if (view.get('services', namespace, name) !== undefined) {
    throw new DomainError(
      'conflict',
      `A Service ${name} is there already, and has other pods than those of ${version}.`,
    )
  }
  const apex = view.get('services', namespace, service.name)
  const model = view.get('services', namespace, like) ?? apex
  const body: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, uid: '', resourceVersion: '', ...madeMarks(service) },
    spec: { selector: selectorFor(view, service, version, apex, model), ports: portsOf(model) },
  }
  return { name, writes: [{ verb: 'create', object: refOf(body), body }] }
}

/** The service's own selector, or its sibling's without the version, narrowed to the version's pods. */
function selectorFor(
  view: ClusterView,
  service: ServiceRef,
  version: string,
  apex: KubeObject | undefined,
  model: KubeObject | undefined,
): Record<string, string> {
  const base = selectorOf(apex) ?? withoutVersion(selectorOf(model))
  const label = base && tellingLabel(view, service.namespace, base, version)
  if (base === undefined || label === undefined) {
    const why =
      base === undefined
        ? `${service.name} selects no pods by itself`
        : `no label tells the pods of ${version} from the others (one of ${VERSION_LABELS.join(', ')} would)`
    throw new DomainError(
      'missing-destination',
      `No Service for version ${version} can be made: ${why}. Make a Service ${versionServiceName(service.name, version)} for those pods.`,
    )
  }
  return Object.fromEntries([...base, label])
}

function withoutVersion(selector: Labels | undefined): Labels | undefined {
  const rest = [...(selector ?? [])].filter(([label]) => !VERSION_LABELS.some((each) => each === label))
  return rest.length === 0 || rest.length === selector?.size ? undefined : new Map(rest)
}

const PORT_FIELDS = ['name', 'protocol', 'appProtocol', 'port', 'targetPort']

/** Ports to reach the same containers by; what the cluster has assigned, such as node ports, stays with its owner. */
function portsOf(model: KubeObject | undefined): unknown[] {
  return arrayOf(objectOf(model?.spec).ports).map((port) =>
    Object.fromEntries(Object.entries(objectOf(port)).filter(([field]) => PORT_FIELDS.includes(field))),
  )
}
