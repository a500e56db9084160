import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listAt, numberAt, objectAt, textAt, valueAt, type JsonObject } from '../json'
import { mergePatch, TestCluster } from '../test-cluster'

let cluster: TestCluster
beforeEach(async () => {
  cluster = await TestCluster.start()
})
afterEach(() => cluster.stop())

const base = '/apis/apps/v1/namespaces/default'
const waitFor = <T>(check: () => Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 15_000, interval: 50 })

function deployment(spec: JsonObject = {}) {
  const labels = { app: 'poster' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'poster' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'poster', image: 'poster:1' }] } },
      ...spec,
    },
  }
}
const patch = (spec: JsonObject) =>
  cluster.call('PATCH', `${base}/deployments/poster`, { type: mergePatch, body: { spec } })
const setImage = (image: string) => patch({ template: { spec: { containers: [{ name: 'poster', image }] } } })
const current = async () => (await cluster.call('GET', `${base}/deployments/poster`)).body
const progressing = (body: JsonObject) =>
  listAt(body, 'status', 'conditions').find((each) => textAt(each, 'type') === 'Progressing')

/** Replicas and revision of each ReplicaSet by its image. */
async function sets(): Promise<Record<string, string>> {
  const { body } = await cluster.call('GET', `${base}/replicasets`)
  return Object.fromEntries(
    listAt(body, 'items').map((set) => [
      textAt(listAt(set, 'spec', 'template', 'spec', 'containers')[0], 'image') ?? '',
      `${numberAt(set, 'spec', 'replicas') ?? 1} at ${textAt(set, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? ''}`,
    ]),
  )
}
const done = (expected: Record<string, string>) =>
  waitFor(async () => {
    expect(await sets()).toEqual(expected)
    expect(numberAt(await current(), 'status', 'availableReplicas')).toBe(2)
  })

it('makes a new ReplicaSet for a new image under equal labels, and goes back to the old one', async () => {
  await cluster.call('POST', `${base}/deployments`, { body: deployment() })
  await done({ 'poster:1': '2 at 1' })
  await setImage('poster:2')
  await done({ 'poster:1': '0 at 1', 'poster:2': '2 at 2' })
  expect(textAt(await current(), 'metadata', 'annotations', 'deployment.kubernetes.io/revision')).toBe('2')
  await setImage('poster:1')
  await done({ 'poster:1': '2 at 3', 'poster:2': '0 at 2' })
}, 30_000)

it('keeps as many old ReplicaSets as it is told', async () => {
  await cluster.call('POST', `${base}/deployments`, { body: deployment({ revisionHistoryLimit: 1 }) })
  await done({ 'poster:1': '2 at 1' })
  await setImage('poster:2')
  await done({ 'poster:1': '0 at 1', 'poster:2': '2 at 2' })
  await setImage('poster:3')
  await done({ 'poster:2': '0 at 2', 'poster:3': '2 at 3' })
}, 30_000)

it('stands still while it is paused, waits minReadySeconds, and goes on', async () => {
  await cluster.call('POST', `${base}/deployments`, { body: deployment({ minReadySeconds: 2 }) })
  await done({ 'poster:1': '2 at 1' })
  await setImage('poster:2')
  await waitFor(async () => expect(await sets()).toEqual({ 'poster:1': '2 at 1', 'poster:2': '1 at 2' }))
  await patch({ paused: true })
  await waitFor(async () => {
    const body = await current()
    expect(textAt(progressing(body), 'reason')).toBe('DeploymentPaused')
    // The third pod is available, and yet no old one has gone.
    expect(numberAt(body, 'status', 'availableReplicas')).toBe(3)
  })
  expect(await sets()).toEqual({ 'poster:1': '2 at 1', 'poster:2': '1 at 2' })
  await patch({ paused: false })
  await done({ 'poster:1': '0 at 1', 'poster:2': '2 at 2' })
}, 30_000)

it('takes all old pods away first where it recreates', async () => {
  await cluster.call('POST', `${base}/deployments`, { body: deployment({ strategy: { type: 'Recreate' } }) })
  await done({ 'poster:1': '2 at 1' })
  await setImage('poster:2')
  await done({ 'poster:1': '0 at 1', 'poster:2': '2 at 2' })
}, 30_000)

it('moves a Service to other pods with its selector', async () => {
  await cluster.call('POST', `${base}/deployments`, { body: deployment() })
  const spec = { selector: { app: 'other' }, ports: [{ name: 'http', port: 80 }] }
  const services = '/api/v1/namespaces/default/services'
  await cluster.call('POST', services, {
    body: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'poster' }, spec },
  })
  const endpoints = async () => {
    const { body } = await cluster.call('GET', '/apis/discovery.k8s.io/v1/endpointslices')
    return listAt(listAt(body, 'items')[0], 'endpoints').length
  }
  await done({ 'poster:1': '2 at 1' })
  expect(await endpoints()).toBe(0)
  await cluster.call('PATCH', `${services}/poster`, {
    type: mergePatch,
    body: { spec: { selector: { app: 'poster' } } },
  })
  await waitFor(async () => expect(await endpoints()).toBe(2))
}, 30_000)

it('makes no more pods than the quota admits, and more when it grows', async () => {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small' } }
  const quotas = '/api/v1/namespaces/default/resourcequotas'
  await cluster.call('POST', quotas, { body: { ...quota, spec: { hard: { pods: '1' } } } })
  await cluster.call('POST', `${base}/deployments`, { body: deployment() })
  await waitFor(async () => {
    const body = await current()
    expect(numberAt(body, 'status', 'availableReplicas')).toBe(1)
    expect(listAt(body, 'status', 'conditions').map((each) => textAt(each, 'type'))).toContain(
      'ReplicaFailure',
    )
    const used = valueAt((await cluster.call('GET', `${quotas}/small`)).body, 'status', 'used')
    expect(used).toEqual({ pods: '1' })
  })
  await cluster.call('PATCH', `${quotas}/small`, {
    type: mergePatch,
    body: { spec: { hard: { pods: '5' } } },
  })
  await done({ 'poster:1': '2 at 1' })
}, 30_000)

it('counts what a PodDisruptionBudget allows, and leaves a pod that no node fits pending', async () => {
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'poster' },
    spec: { minAvailable: '50%', selector: { matchLabels: { app: 'poster' } } },
  }
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets'
  await cluster.call('POST', budgets, { body: budget })
  await cluster.call('POST', `${base}/deployments`, { body: deployment() })
  await waitFor(async () => {
    const status = objectAt((await cluster.call('GET', `${budgets}/poster`)).body, 'status')
    expect(status).toMatchObject({
      currentHealthy: 2,
      desiredHealthy: 1,
      disruptionsAllowed: 1,
      expectedPods: 2,
    })
  })
  await patch({ template: { spec: { nodeSelector: { disk: 'nvme' } } } })
  await waitFor(async () => {
    const { body } = await cluster.call('GET', '/api/v1/namespaces/default/pods')
    const reasons = listAt(body, 'items').flatMap((pod) =>
      listAt(pod, 'status', 'conditions').map((each) => textAt(each, 'reason')),
    )
    expect(reasons).toContain('Unschedulable')
  })
  expect(numberAt(await current(), 'status', 'availableReplicas')).toBe(2)
}, 30_000)
