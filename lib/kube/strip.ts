import type { KindId, KubeObject, ObjectMeta } from '@/lib/domain/kube'
import { isJson, type Json } from './object'

/** What the cache keeps of an object. Everything that is written is read live first, so nothing here loses a user's field. */

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const POD_ANNOTATION = /^(sidecar\.istio\.io\/inject|ambient\.istio\.io\/|istio\.io\/|aviary\.dev\/)/

function pick(value: unknown, keys: readonly string[]): Json {
  const kept: Json = {}
  if (!isJson(value)) return kept
  for (const key of keys) if (value[key] !== undefined) kept[key] = value[key]
  return kept
}

function each(value: unknown, keep: (item: Json) => Json): Json[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isJson).map(keep) : []
}

function annotations(all: Record<string, string> | undefined, keep: (name: string) => boolean) {
  const kept = Object.entries(all ?? {}).filter(([name]) => name !== LAST_APPLIED && keep(name))
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

function metadata(object: KubeObject, keep: (name: string) => boolean = () => true): ObjectMeta {
  const { annotations: all, ...rest } = object.metadata
  const kept = annotations(all, keep)
  return kept ? { ...rest, annotations: kept } : rest
}

/** What a container may use, for saturation; nothing where nothing is written. */
function usable(resources: unknown): Json | undefined {
  const { limits, requests } = part(resources)
  const kept = {
    ...(isJson(limits) ? { limits: pick(limits, ['cpu', 'memory']) } : {}),
    ...(isJson(requests) ? { requests: pick(requests, ['cpu', 'memory']) } : {}),
  }
  return Object.keys(kept).length > 0 ? kept : undefined
}

/** That a probe exists matters (a pod without one is ready too early); what it does is left out. */
function container(item: Json): Json {
  const resources = usable(item['resources'])
  return {
    ...pick(item, ['name', 'image', 'ports']),
    ...(resources ? { resources } : {}),
    ...(item['readinessProbe'] ? { readinessProbe: {} } : {}),
  }
}

function podSpec(value: unknown): Json {
  if (!isJson(value)) return {}
  const init = each(value['initContainers'], container)
  return {
    ...pick(value, ['nodeName', 'serviceAccountName', 'hostNetwork']),
    containers: each(value['containers'], container),
    ...(init.length > 0 && { initContainers: init }),
  }
}

function containerStatus(item: Json): Json {
  const { waiting } = part(item['state'])
  const { terminated } = part(item['lastState'])
  return {
    ...pick(item, ['name', 'ready', 'restartCount']),
    ...(isJson(waiting) ? { state: { waiting: pick(waiting, ['reason']) } } : {}),
    ...(isJson(terminated) ? { lastState: { terminated: pick(terminated, ['finishedAt']) } } : {}),
  }
}

function part(value: unknown): Json {
  return isJson(value) ? value : {}
}

/** Init containers say something only where they keep a pod from starting. */
function holdsUp(item: Json): boolean {
  const reason = part(part(item['state'])['waiting'])['reason']
  return reason !== undefined && reason !== 'PodInitializing'
}

function pod(object: KubeObject): KubeObject {
  const status = part(object.status)
  const init = each(status['initContainerStatuses'], containerStatus).filter(holdsUp)
  return {
    ...object,
    metadata: metadata(object, (name) => POD_ANNOTATION.test(name)),
    spec: podSpec(object.spec),
    status: {
      ...pick(status, ['phase', 'reason', 'podIP', 'startTime']),
      conditions: each(status['conditions'], (item) => pick(item, ['type', 'status', 'reason'])).filter(
        ({ type, status: state }) => type === 'Ready' || (type === 'PodScheduled' && state !== 'True'),
      ),
      containerStatuses: each(status['containerStatuses'], containerStatus),
      ...(init.length > 0 && { initContainerStatuses: init }),
    },
  }
}

function workload(object: KubeObject): KubeObject {
  const spec = isJson(object.spec) ? object.spec : {}
  const template = isJson(spec['template']) ? spec['template'] : {}
  return {
    ...object,
    metadata: metadata(object),
    spec: {
      ...spec,
      template: {
        metadata: pick(template['metadata'], ['labels', 'annotations']),
        spec: podSpec(template['spec']),
      },
    },
  }
}

function endpointSlice(object: KubeObject): KubeObject {
  return {
    ...object,
    metadata: metadata(object),
    endpoints: each(object.endpoints, (item) => ({
      ...pick(item, ['addresses', 'conditions']),
      ...(isJson(item['targetRef'])
        ? { targetRef: pick(item['targetRef'], ['kind', 'namespace', 'name']) }
        : {}),
    })),
  }
}

/** The part of an object that is kept in memory, of the same shape as the whole. */
export function stripForCache(id: KindId, object: KubeObject): KubeObject {
  switch (id) {
    case 'pods':
      return pod(object)
    case 'deployments':
    case 'replicasets':
      return workload(object)
    case 'endpointslices':
      return endpointSlice(object)
    default:
      return { ...object, metadata: metadata(object) }
  }
}
