import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { requireVersion } from '../require-version'
import { versionOfService } from '../selected-version'
import { versionsSelected } from '../service-versions'
import { requireTellingLabel } from '../telling-label'
import { newVersionService } from '../version-service'
import { versionServiceName } from '../version-service-name'
import { versionsOfService } from '../versions-of-service'
import { selectorOf, VERSION_LABELS } from '../workloads'
import type { VersionResolver } from './destination-version'

interface Context {
  view: ClusterView
  service: ServiceRef
  resolver: Pick<VersionResolver, 'backing'>
}

/** The Service of one version: its name, and the write that makes it where it is not there. */
interface VersionService {
  name: string
  writes: PlannedWrite[]
}

/** The Service that has this version alone: one of the service's own, or `<service>-<version>`. */
export function existingVersionService(
  { view, service, resolver }: Context,
  version: string,
): string | undefined {
  const { namespace, name } = service
  const byName = versionServiceName(name, version)
  const own = resolver.backing.map((each) => each.name)
  const candidates = [
    ...own.filter((other) => other !== name),
    byName,
    ...own.filter((other) => other === name),
  ]
  return candidates.find((other) => versionOfService(view, { namespace, name: other }) === version)
}

/**
 * The Service of a version, made from the service's own where there is none: its ports, its selector and the label that
 * tells the version. Throws `invalid` for a version that nothing runs, `missing-destination` where none can be made,
 * `conflict` where its name is somebody else's.
 */
export function planVersionService(
  context: Context,
  version: string,
  field: string,
  port: number | string | undefined,
): VersionService {
  const { view, service } = context
  const existing = existingVersionService(context, version)
  if (existing !== undefined) {
    requirePort(view.get('services', service.namespace, existing), port)
    return { name: existing, writes: [] }
  }
  requireVersion(view, service, version, field)
  const apex = view.get('services', service.namespace, service.name)
  const own = selectorOf(apex)
  if (own === undefined) {
    throw new DomainError(
      'missing-destination',
      `Version ${version} has no Service, and ${service.name} has no selector to make one from.`,
    )
  }
  requirePort(apex, port)
  const isVersion = (label: string) => VERSION_LABELS.some((each) => each === label)
  const base = new Map([...own].filter(([label]) => !isVersion(label)))
  const label = requireTellingLabel(view, service.namespace, base, version)
  const selector = new Map([...base, ...Object.entries(label)])
  const write = newVersionService(view, service, { version, selector, like: apex })
  return { name: write.object.name, writes: [write] }
}

/**
 * Throws `blocked` for a version without ready endpoints: with Traefik's default (allowEmptyServices off) one entry
 * without any takes the whole route down, even at weight 0.
 */
export function requireReady(context: Context, version: string, name: string): void {
  const { view, service } = context
  if (endpointsReady(view, service.namespace, name) ?? podsReady(view, service, version, name)) return
  throw new DomainError(
    'blocked',
    `${version} has no ready pods. Traefik drops a whole route when one of its Services has no ready endpoints, even at weight 0, unless it runs with allowEmptyServices. Wait until its pods are ready.`,
  )
}

/** Undefined where the cluster has no slices of that Service, which is so for one that is not made yet. */
function endpointsReady(view: ClusterView, namespace: string, name: string): boolean | undefined {
  const slices = view
    .list('endpointslices', namespace)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
  if (slices.length === 0) return undefined
  // Traefik takes a missing `serving` for true.
  return slices.some(({ endpoints }) =>
    arrayOf(endpoints).some((endpoint) => objectOf(objectOf(endpoint).conditions).serving !== false),
  )
}

function podsReady(view: ClusterView, service: ServiceRef, version: string, name: string): boolean {
  const selector = selectorOf(view.get('services', service.namespace, name))
  const versions =
    selector === undefined
      ? versionsOfService(view, service)
      : versionsSelected(view, service.namespace, [selector])
  return versions.some((each) => each.version === version && each.readyPods > 0)
}

function requirePort(object: KubeObject | undefined, wanted: number | string | undefined): void {
  const ports = arrayOf(objectOf(object?.spec).ports).map(objectOf)
  if (wanted === undefined || ports.some(({ port, name }) => port === wanted || name === wanted)) return
  const name = object?.metadata.name ?? ''
  throw new DomainError(
    'missing-destination',
    `Service ${name} has no port ${wanted}, which its siblings are sent to.`,
  )
}
