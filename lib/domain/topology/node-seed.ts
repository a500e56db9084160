import type { ServiceRef } from '../traffic/model'
import type { GraphNode } from './graph-model'

/** A node before traffic and health are known. */
export type NodeSeed = Pick<GraphNode, 'id' | 'kind' | 'cluster' | 'namespace' | 'name'> &
  Partial<Pick<GraphNode, 'app' | 'version' | 'workload' | 'parent'>> & {
    /** The service that decides who may see it and what its badges are. */
    service?: string
  }

export function nodeId(...parts: string[]): string {
  return parts.join('~')
}

/** The node of a service; a gateway's is of its own kind. */
export function serviceSeed(ref: ServiceRef, gateway = false): NodeSeed {
  const { cluster, namespace, name } = ref
  const kind = gateway ? 'gateway' : 'service'
  return { id: nodeId(kind, cluster, namespace, name), kind, cluster, namespace, name, service: name }
}

/** The node of one version, inside the box of its service. */
export function versionSeed(ref: ServiceRef, version: string): NodeSeed {
  const { cluster, namespace, name } = ref
  return {
    id: nodeId('version', cluster, namespace, name, version),
    kind: 'version',
    cluster,
    namespace,
    name,
    app: name,
    version,
    parent: nodeId('service', cluster, namespace, name),
    service: name,
  }
}

/** The node of an app behind a service. */
export function appSeed({ cluster, namespace, name: service }: ServiceRef, app: string): NodeSeed {
  return {
    id: nodeId('app', cluster, namespace, app),
    kind: 'app',
    cluster,
    namespace,
    name: app,
    app,
    service,
  }
}

/** The node of a workload behind a service. */
export function workloadSeed(
  { cluster, namespace, name: service }: ServiceRef,
  workload: string,
  app: string,
  version: string,
): NodeSeed {
  return {
    id: nodeId('workload', cluster, namespace, workload),
    kind: 'workload',
    cluster,
    namespace,
    name: workload,
    app,
    version,
    workload,
    service,
  }
}
