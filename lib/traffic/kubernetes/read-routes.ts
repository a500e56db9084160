import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { destinationKeys } from '@/lib/domain/traffic/destination-key'
import type { Capabilities, Route, Rule, ServiceRef } from '@/lib/domain/traffic/model'
import { hashOf, revisionOf } from '@/lib/domain/traffic/revision'
import { isPathId, ruleIds } from '@/lib/domain/traffic/rule-id'
import { percentOf, totalOf } from '@/lib/domain/traffic/split'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { ownerOf } from '../owner'
import { versionsSelected } from '../service-versions'
import { selectorOf } from '../workloads'

/** A Service alone splits by its ready pods; nothing about that is moved yet. */
export const KUBERNETES_CAPABILITIES: Capabilities = {
  weights: false,
  mirror: false,
  match: false,
  fault: false,
  cutOver: false,
  addVersion: false,
}

/** The Service itself as a route: one rule, weighted by the ready pods of each version. */
export function readServiceRoute(view: ClusterView, service: ServiceRef): Route[] {
  const object = view.get('services', service.namespace, service.name)
  if (object === undefined) return []
  const owner = ownerOf(object)
  return [
    {
      id: serviceRouteId(object),
      kind: 'Service',
      name: service.name,
      namespace: service.namespace,
      dataPlane: 'kubernetes',
      revision: serviceRevision(object),
      hosts: [`${service.name}.${service.namespace}.svc.cluster.local`],
      gateways: [],
      ...(owner === undefined ? {} : { owner }),
      ...(object.lastWriter === undefined ? {} : { writer: { ...object.lastWriter } }),
      capabilities: KUBERNETES_CAPABILITIES,
      rules: [readRule(view, object)],
    },
  ]
}

/** The id of a Service as a route. */
export function serviceRouteId(object: KubeObject): string {
  const id = `service~${object.metadata.namespace ?? ''}~${object.metadata.name}`
  return isPathId(id) ? id : `service~${hashOf(id)}`
}

/** Hash of uid and selector, all of a Service that decides where its traffic goes. */
export function serviceRevision(object: KubeObject): string {
  return revisionOf(object.metadata.uid, objectOf(object.spec).selector)
}

function readRule(view: ClusterView, object: KubeObject): Rule {
  const { name, namespace = '' } = object.metadata
  const selector = selectorOf(object)
  const versions = selector === undefined ? [] : versionsSelected(view, namespace, [selector])
  const weighted = versions.map(({ version, readyPods }) => ({ version, host: name, weight: readyPods }))
  const total = totalOf(weighted)
  const keys = destinationKeys(weighted)
  const sticky = objectOf(object.spec).sessionAffinity === 'ClientIP'
  return {
    id: ruleIds([{ kind: 'service', match: [] }])[0] ?? '',
    match: [],
    total,
    destinations: weighted.map((each, index) => ({
      ...each,
      key: keys[index] ?? '',
      percent: percentOf(each.weight, total),
    })),
    mirrors: [],
    ...(sticky ? { sticky: 'client IP' } : {}),
  }
}
