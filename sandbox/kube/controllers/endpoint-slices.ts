import { isObject, listAt, numberAt, objectAt, textAt, textMap, valueAt, type JsonObject } from '../json'
import { endpointSliceKind, podKind, serviceKind } from '../kinds'
import type { KubeObject } from '../objects'
import { matchesLabels } from '../selectors'
import type { Entry, Store } from '../store'
import { createObject } from '../write-object'
import { randomSuffix } from '../random-suffix'
import { controllerManager, isOwnedBy, isReady, ownedBy, writeObject } from './cluster-writes'

/** The label by which readers find a Service's slices. */
const serviceNameLabel = 'kubernetes.io/service-name'

function containerPort(pod: KubeObject | undefined, name: string): number | undefined {
  const ports = listAt(pod, 'spec', 'containers').flatMap((container) => listAt(container, 'ports'))
  return numberAt(
    ports.find((port) => textAt(port, 'name') === name),
    'containerPort',
  )
}

function slicePorts(service: KubeObject, pod: KubeObject | undefined): JsonObject[] {
  return listAt(service, 'spec', 'ports').flatMap((port) => {
    const target = valueAt(port, 'targetPort') ?? valueAt(port, 'port')
    const number = typeof target === 'string' ? containerPort(pod, target) : target
    if (typeof number !== 'number') return []
    const appProtocol = textAt(port, 'appProtocol')
    const protocol = textAt(port, 'protocol') ?? 'TCP'
    return [
      {
        name: textAt(port, 'name') ?? '',
        port: number,
        protocol,
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ]
  })
}

function endpoint(pod: KubeObject): JsonObject {
  const ready = isReady(pod)
  const { name, namespace, uid } = pod.metadata
  return {
    addresses: [textAt(pod, 'status', 'podIP') ?? ''],
    conditions: { ready, serving: ready, terminating: false },
    nodeName: textAt(pod, 'spec', 'nodeName'),
    targetRef: { kind: 'Pod', name, namespace, uid },
  }
}

/** Keeps one EndpointSlice per Service with a selector; pods without an address yet are left out. */
export function reconcileEndpointSlice(store: Store, service: Entry): void {
  const selector = textMap(objectAt(service.object, 'spec', 'selector'))
  if (Object.keys(selector).length === 0) return
  const { name, namespace = '', labels = {} } = service.object.metadata
  const pods = store
    .list(podKind, namespace)
    .map((entry) => entry.object)
    .filter(
      (pod) => matchesLabels(selector, pod.metadata.labels) && textAt(pod, 'status', 'podIP') !== undefined,
    )
  const payload = {
    addressType: 'IPv4',
    endpoints: pods.map(endpoint),
    ports: slicePorts(service.object, pods[0]),
  }
  const existing = [...store.each(endpointSliceKind, namespace)].find((slice) => isOwnedBy(slice, service))
  if (existing !== undefined) {
    writeObject(store, existing, (current) => ({ ...current, ...payload }))
    return
  }
  const metadata = {
    name: `${name}-${randomSuffix()}`,
    labels: {
      ...labels,
      [serviceNameLabel]: name,
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    },
    ownerReferences: ownedBy(service),
  }
  const body = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, ...payload }
  createObject(store, endpointSliceKind, namespace, body, { manager: controllerManager, version: 'v1' })
}

/** The Services whose slices a change of this pod can touch. */
export function servicesOf(store: Store, pods: KubeObject[]): Entry[] {
  const namespace = pods[0]?.metadata.namespace ?? ''
  return [...store.each(serviceKind, namespace)].filter((service) => {
    const selector = valueAt(service.object, 'spec', 'selector')
    return isObject(selector) && pods.some((pod) => matchesLabels(textMap(selector), pod.metadata.labels))
  })
}
