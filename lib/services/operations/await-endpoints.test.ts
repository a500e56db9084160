import { describe, expect, it } from 'vitest'
import type { ClusterView, KubeObject } from '../../domain/kube'
import type { ClusterChange } from '../../domain/ports'
import type { PlannedWrite } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { awaitEndpoints } from './await-endpoints'

const write: PlannedWrite = {
  verb: 'create',
  object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web-v2' },
}

function slice(ready: boolean): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'web-v2-a',
      namespace: 'shop',
      uid: 'u',
      resourceVersion: '1',
      labels: { 'kubernetes.io/service-name': 'web-v2' },
    },
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
  }
}

function clusterWith(slices: KubeObject[]) {
  let listener: ((change: ClusterChange) => void) | undefined
  const clusters = {
    view: () => ({ list: () => slices }) as unknown as ClusterView,
    onChange: (given: (change: ClusterChange) => void) => {
      listener = given
      return () => (listener = undefined)
    },
  }
  const ctx = { ports: { clusters } } as unknown as ServiceContext
  const change = (next: KubeObject[]) => {
    slices.splice(0, slices.length, ...next)
    listener?.({} as ClusterChange)
  }
  return { ctx, change, listening: () => listener !== undefined }
}

describe('awaitEndpoints', () => {
  it('goes on at once where there is a ready endpoint', async () => {
    const { ctx, listening } = clusterWith([slice(true)])
    await expect(awaitEndpoints(ctx, 'c', write)).resolves.toBe(true)
    expect(listening()).toBe(false)
  })

  it('waits for one to become ready', async () => {
    const { ctx, change, listening } = clusterWith([])
    const waiting = awaitEndpoints(ctx, 'c', write)
    change([slice(false)])
    expect(listening()).toBe(true)
    change([slice(true)])
    await expect(waiting).resolves.toBe(true)
    expect(listening()).toBe(false)
  })
})
