import { describe, expect, it } from 'vitest'
import { lastWriterOf } from './last-writer'
import { toKubeObject } from './object'
import { stripForCache } from './strip'

const TYPE = { apiVersion: 'v1', kind: 'Pod' }
const metadata = (extra: object = {}) => ({
  name: 'a',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '1',
  ...extra,
})

describe('stripForCache', () => {
  it('keeps that a pod cannot be scheduled', () => {
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }
    const pod = toKubeObject({ metadata: metadata(), status: { conditions: [condition] } }, TYPE)
    expect(stripForCache('pods', pod).status).toMatchObject({ conditions: [condition] })
  })

  it('keeps of a pod what versions, readiness and restarts need', () => {
    const pod = toKubeObject(
      {
        metadata: metadata({
          labels: { app: 'reviews', version: 'v2' },
          annotations: {
            'sidecar.istio.io/inject': 'true',
            'sidecar.istio.io/status': '{"long":1}',
            other: 'x',
          },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'o' }],
          managedFields: [{ manager: 'kubelet', time: '2026-11-20T10:00:00Z', subresource: 'status' }],
        }),
        spec: {
          nodeName: 'n1',
          volumes: [{ name: 'v' }],
          containers: [
            { name: 'app', image: 'app:2', env: [{ name: 'A' }], readinessProbe: { httpGet: {} } },
          ],
          initContainers: [{ name: 'istio-proxy', image: 'proxy', restartPolicy: 'Always' }],
        },
        status: {
          phase: 'Running',
          hostIP: '10.0.0.1',
          conditions: [
            { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: 'x' },
            { type: 'PodScheduled', status: 'True' },
          ],
          initContainerStatuses: [
            { name: 'wait', restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } },
            { name: 'done', restartCount: 0, state: { terminated: { exitCode: 0 } } },
          ],
          containerStatuses: [
            {
              name: 'app',
              ready: false,
              restartCount: 3,
              imageID: 'sha',
              state: { waiting: { reason: 'CrashLoopBackOff', message: 'long' } },
              lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-20T10:00:00Z' } },
            },
          ],
        },
      },
      TYPE,
    )
    expect(stripForCache('pods', pod)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: metadata({
        labels: { app: 'reviews', version: 'v2' },
        annotations: { 'sidecar.istio.io/inject': 'true' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'o' }],
      }),
      spec: {
        nodeName: 'n1',
        containers: [{ name: 'app', image: 'app:2', readinessProbe: {} }],
        initContainers: [{ name: 'istio-proxy', image: 'proxy' }],
      },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
        containerStatuses: [
          {
            name: 'app',
            ready: false,
            restartCount: 3,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { finishedAt: '2026-11-20T10:00:00Z' } },
          },
        ],
        initContainerStatuses: [
          { name: 'wait', restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
    })
  })

  it('keeps a workload without the depths of its template, and its own replicas and selector', () => {
    const deployment = toKubeObject(
      {
        metadata: metadata({
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': '{}',
            'deployment.kubernetes.io/revision': '4',
          },
        }),
        spec: {
          replicas: 3,
          selector: { matchLabels: { app: 'a' } },
          template: {
            metadata: { labels: { app: 'a' } },
            spec: { containers: [{ name: 'a', image: 'b', env: [] }], volumes: [] },
          },
        },
        status: { readyReplicas: 2 },
      },
      { apiVersion: 'apps/v1', kind: 'Deployment' },
    )
    expect(stripForCache('deployments', deployment)).toMatchObject({
      metadata: { annotations: { 'deployment.kubernetes.io/revision': '4' } },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'a' } },
        template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
      },
      status: { readyReplicas: 2 },
    })
  })

  it('keeps addresses, conditions and targets of endpoints', () => {
    const slice = toKubeObject(
      {
        metadata: metadata(),
        addressType: 'IPv4',
        ports: [{ port: 80 }],
        endpoints: [
          {
            addresses: ['10.0.0.1'],
            conditions: { ready: true },
            zone: 'a',
            targetRef: { kind: 'Pod', namespace: 'shop', name: 'p', uid: 'u' },
          },
        ],
      },
      { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
    )
    expect(stripForCache('endpointslices', slice)).toMatchObject({
      addressType: 'IPv4',
      ports: [{ port: 80 }],
    })
    expect(stripForCache('endpointslices', slice).endpoints).toEqual([
      {
        addresses: ['10.0.0.1'],
        conditions: { ready: true },
        targetRef: { kind: 'Pod', namespace: 'shop', name: 'p' },
      },
    ])
  })

  it('keeps routes whole, unknown fields included', () => {
    const route = { metadata: metadata(), spec: { http: [{ future: { x: [1] } }] }, status: {}, extra: 1 }
    const type = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' }
    expect(stripForCache('virtualservices', toKubeObject(route, type))).toEqual({ ...route, ...type })
  })

  it('survives objects of any shape', () => {
    const odd = toKubeObject({ metadata: metadata(), spec: 'text', status: [1], endpoints: 5 }, TYPE)
    for (const id of ['pods', 'deployments', 'endpointslices', 'services'] as const) {
      expect(stripForCache(id, odd).metadata.name).toBe('a')
    }
    expect(() => toKubeObject({ metadata: { name: 'a' } }, TYPE)).toThrow()
    expect(() => toKubeObject(null, TYPE)).toThrow()
  })
})

describe('lastWriterOf', () => {
  it('takes the latest manager that is not one of status', () => {
    expect(
      lastWriterOf([
        { manager: 'kubectl-edit', time: '2026-11-20T10:00:00Z' },
        { manager: 'argocd', time: '2026-11-20T11:00:00+02:00' },
        { manager: 'pilot', time: '2026-11-20T12:00:00Z', subresource: 'status' },
        { manager: 'no-time' },
        'nonsense',
      ]),
    ).toEqual({ manager: 'kubectl-edit', time: '2026-11-20T10:00:00Z' })
    expect(lastWriterOf(undefined)).toBeUndefined()
    expect(lastWriterOf([])).toBeUndefined()
  })
})
