import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { versionOfService } from '../selected-version'
import { tellingLabel } from '../telling-label'
import { newVersionService } from '../version-service'
import { versionServiceName } from '../version-service-name'
import { selectorOf, VERSION_LABELS, type Labels } from '../workloads'
import { backingServices } from './backing-services'

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
  const apex = view.get('services', service.namespace, service.name)
  const model = view.get('services', service.namespace, like) ?? apex
  const selector = selectorFor(view, service, version, apex, model)
  const write = newVersionService(view, service, { version, selector, like: model })
  return { name: write.object.name, writes: [write] }
}

/** The service's own selector, or its sibling's without the version, narrowed to the version's pods. */
function selectorFor(
  view: ClusterView,
  service: ServiceRef,
  version: string,
  apex: KubeObject | undefined,
  model: KubeObject | undefined,
): Labels {
  const base = selectorOf(apex) ?? withoutVersion(selectorOf(model))
  const label = base && tellingLabel(view, service.namespace, base, version, labelsInUse(view, service))
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
  return new Map([...base, ...Object.entries(label)])
}

/** Labels that the namespace's Services select versions by. */
function labelsInUse(view: ClusterView, { namespace }: ServiceRef): string[] {
  const selectors = view.list('services', namespace).map(selectorOf)
  return VERSION_LABELS.filter((label) => selectors.some((selector) => selector?.has(label) === true))
}

function withoutVersion(selector: Labels | undefined): Labels | undefined {
  const rest = [...(selector ?? [])].filter(([label]) => !VERSION_LABELS.some((each) => each === label))
  return rest.length === 0 || rest.length === selector?.size ? undefined : new Map(rest)
}
