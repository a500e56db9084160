import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listAt, numberAt, textAt, valueAt } from '../json'
import { mergePatch, TestCluster } from '../test-cluster'

let cluster: TestCluster
beforeEach(async () => {
  cluster = await TestCluster.start()
})
afterEach(() => cluster.stop())

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const labels = { app: 'web' }
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app' }, { name: 'istio-proxy' }] } },
  },
}
const waitFor = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 15_000, interval: 50 })
const pods = async (): Promise<unknown[]> =>
  listAt((await cluster.call('GET', '/api/v1/namespaces/default/pods')).body, 'items')
const containers = async () =>
  (await pods()).map((pod) =>
    listAt(pod, 'status', 'containerStatuses').map((each) => ({
      ready: valueAt(each, 'ready'),
      restarts: numberAt(each, 'restartCount') ?? 0,
      waiting: textAt(each, 'state', 'waiting', 'reason'),
    })),
  )
const readyReplicas = async (): Promise<number> =>
  numberAt((await cluster.call('GET', `${deployments}/web`)).body, 'status', 'readyReplicas') ?? 0
const annotate = (script: string | null) =>
  cluster.call('PATCH', `${deployments}/web`, {
    type: mergePatch,
    body: { metadata: { annotations: { 'sandbox.aviary.dev/script': script } } },
  })

it('crashes the first container of every pod again and again, until the script says otherwise', async () => {
  await cluster.call('POST', deployments, { body: deployment })
  await waitFor(async () => expect(await readyReplicas()).toBe(2))
  await annotate('0s crash-loop=1')
  await waitFor(async () => {
    const seen = await containers()
    expect(seen).toHaveLength(2)
    for (const [app, proxy] of seen) {
      expect(app).toMatchObject({ ready: false, waiting: 'CrashLoopBackOff' })
      expect(app?.restarts).toBeGreaterThanOrEqual(2)
      expect(proxy).toEqual({ ready: true, restarts: 0, waiting: undefined })
    }
  })
  expect(await readyReplicas()).toBe(0)
  await annotate('0s crash-loop=0')
  await waitFor(async () => expect(await readyReplicas()).toBe(2))
  for (const [app] of await containers()) {
    expect(app).toMatchObject({ ready: true, waiting: undefined })
    expect(app?.restarts).toBeGreaterThanOrEqual(2)
  }
}, 40_000)

it('lets pods run again when the script is taken away', async () => {
  await cluster.call('POST', deployments, { body: deployment })
  await waitFor(async () => expect(await readyReplicas()).toBe(2))
  await annotate('0s crash-loop=1')
  await waitFor(async () => expect(await readyReplicas()).toBe(0))
  await annotate(null)
  await waitFor(async () => expect(await readyReplicas()).toBe(2))
}, 40_000)
