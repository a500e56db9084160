import { kindIdOf } from '../../kind-id'
import { refOf, type ClusterView, type KubeObject, type ObjectRef } from '../../kube'
import type { Route, ServiceRef } from '../../traffic/model'

/** The object that a route is read from; undefined when it is gone. */
export function routeObject(view: ClusterView, route: Route): KubeObject | undefined {
  const kind = kindIdOf({ apiVersion: '', kind: route.kind })
  return kind === undefined ? undefined : view.get(kind, route.namespace, route.name)
}

/** A route as findings name it. */
export function routeRef(view: ClusterView, route: Route): ObjectRef {
  const object = routeObject(view, route)
  if (object !== undefined) return refOf(object)
  return { apiVersion: '', kind: route.kind, namespace: route.namespace, name: route.name }
}

/** A Service as findings name it. */
export function serviceRef({ namespace, name }: Pick<ServiceRef, 'namespace' | 'name'>): ObjectRef {
  return { apiVersion: 'v1', kind: 'Service', namespace, name }
}

const groups: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  Rollout: 'argoproj.io/v1alpha1',
}

/** A workload as findings name it; kinds that nobody here knows count as pods' own. */
export function workloadRef(kind: string, namespace: string, name: string): ObjectRef {
  return { apiVersion: groups[kind] ?? 'v1', kind, namespace, name }
}
