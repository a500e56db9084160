import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listAt, numberAt, textAt, valueAt, type JsonObject } from '../json'
import { mergePatch, TestCluster } from '../test-cluster'

let cluster: TestCluster
beforeEach(async () => {
  cluster = await TestCluster.start()
})
afterEach(() => cluster.stop())

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const template = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image, ports: [{ name: 'http', containerPort: 8080 }] }] },
})
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: template('web:1') },
}
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
}

async function items(path: string): Promise<unknown[]> {
  return listAt((await cluster.call('GET', path)).body, 'items')
}
const pods = () => items('/api/v1/namespaces/default/pods')
const slices = () =>
  items('/apis/discovery.k8s.io/v1/endpointslices?labelSelector=kubernetes.io/service-name%3Dweb')
const settled = async (replicas: number): Promise<JsonObject> => {
  const { body } = await cluster.call('GET', `${deployments}/web`)
  const { observedGeneration, updatedReplicas, availableReplicas, ...rest } = body['status'] as JsonObject
  expect({ observedGeneration, updatedReplicas, availableReplicas, all: rest['replicas'] }).toEqual({
    observedGeneration: numberAt(body, 'metadata', 'generation'),
    updatedReplicas: replicas,
    availableReplicas: replicas,
    all: replicas,
  })
  return body
}
const waitFor = <T>(check: () => Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 10_000, interval: 50 })

it('makes pods and endpoints, rolls a new template, scales and cleans up', async () => {
  await cluster.call('POST', '/api/v1/namespaces/default/services', { body: service })
  await cluster.call('POST', deployments, { body: deployment })
  await waitFor(() => settled(2))
  const [slice] = await waitFor(async () => {
    const found = await slices()
    expect(listAt(found[0], 'endpoints')).toHaveLength(2)
    return found
  })
  expect(listAt(slice, 'ports')).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }])
  expect(listAt(slice, 'endpoints').map((each) => valueAt(each, 'conditions', 'ready'))).toEqual([true, true])
  const before = (await pods()).map((pod) => textAt(pod, 'metadata', 'labels', 'pod-template-hash'))

  const change = { spec: { template: template('web:2') } }
  await cluster.call('PATCH', `${deployments}/web`, { type: mergePatch, body: change })
  await waitFor(() => settled(2))
  const after = (await pods()).map((pod) => textAt(pod, 'metadata', 'labels', 'pod-template-hash'))
  expect(after).not.toContain(before[0])

  await cluster.call('PATCH', `${deployments}/web/scale`, {
    type: mergePatch,
    body: { spec: { replicas: 3 } },
  })
  expect(numberAt((await cluster.call('GET', `${deployments}/web/scale`)).body, 'spec', 'replicas')).toBe(3)
  await waitFor(() => settled(3))

  await cluster.call('DELETE', `${deployments}/web`)
  await waitFor(async () => expect(await pods()).toEqual([]))
  await waitFor(async () => expect(listAt((await slices())[0], 'endpoints')).toEqual([]))
}, 30_000)

it('refuses negative replicas and a changed selector', async () => {
  await cluster.call('POST', deployments, { body: deployment })
  const path = `${deployments}/web`
  const scale = await cluster.call('PATCH', `${path}/scale`, {
    type: mergePatch,
    body: { spec: { replicas: -1 } },
  })
  expect(scale.code).toBe(422)
  const selector = { spec: { selector: { matchLabels: { app: 'other' } } } }
  expect((await cluster.call('PATCH', path, { type: mergePatch, body: selector })).code).toBe(422)
})
