import { expect, test } from 'vitest'
import { MemoryCluster } from '@/lib/traffic/memory-cluster.fixture'
import { versionsOfService } from '@/lib/traffic/versions-of-service'
import { readPods } from './read-pods'

const service = { cluster: 'test', namespace: 'shop', name: 'cart' }
const since = new Date('2026-11-20T10:00:00Z')
const before = '2026-11-20T09:00:00Z'
const after = '2026-11-20T10:30:00Z'

interface PodPlan {
  ready?: boolean
  version?: string
  created?: string
  containers?: object[]
  init?: object[]
  unschedulable?: boolean
  owner?: string
  gone?: boolean
}

const controlledBy = (kind: string, name: string) => [
  { apiVersion: 'apps/v1', kind, name, uid: name, controller: true },
]

function pod(name: string, plan: PodPlan) {
  const { ready = true, version = 'v2', created = before, owner = 'cart-v2-abc', gone } = plan
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      creationTimestamp: created,
      labels: { app: 'cart', version },
      ownerReferences: controlledBy('ReplicaSet', owner),
      ...(gone ? { deletionTimestamp: after } : {}),
    },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'Ready', status: ready ? 'True' : 'False' },
        ...(plan.unschedulable ? [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] : []),
      ],
      containerStatuses: plan.containers ?? [{ name: 'app', restartCount: 0 }],
      ...(plan.init ? { initContainerStatuses: plan.init } : {}),
    },
  }
}

const deployment = (version: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `cart-${version}`, namespace: 'shop' },
  spec: { replicas, template: { metadata: { labels: { app: 'cart', version } }, spec: {} } },
})
const replicaSet = (version: string) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: `cart-${version}-abc`,
    namespace: 'shop',
    ownerReferences: controlledBy('Deployment', `cart-${version}`),
  },
  spec: { replicas: 1, template: { metadata: { labels: { app: 'cart', version } }, spec: {} } },
})

/** What is read of v2, with a v1 beside it that is as bad as can be. */
function readOf(pods: Record<string, PodPlan>, replicas: number) {
  const { view } = new MemoryCluster([
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { selector: { app: 'cart' } },
    },
    deployment('v1', 1),
    deployment('v2', replicas),
    replicaSet('v1'),
    replicaSet('v2'),
    pod('stable', {
      version: 'v1',
      owner: 'cart-v1-abc',
      created: after,
      containers: [{ restartCount: 9, state: waiting('CrashLoopBackOff') }],
    }),
    ...Object.entries(pods).map(([name, plan]) => pod(name, plan)),
  ])
  const version = versionsOfService(view, service).find((each) => each.version === 'v2')
  if (version === undefined) throw new Error('there is no v2')
  return readPods(view, service, version, since)
}

const waiting = (reason: string) => ({ waiting: { reason } })
const ended = (finishedAt: string) => ({ terminated: { finishedAt } })

test('ready pods of those that are wanted, of this version alone', () => {
  expect(readOf({ a: {}, b: { ready: false }, c: { gone: true } }, 3)).toEqual({
    ready: 1,
    desired: 3,
    restarts: 0,
    crashLooping: [],
    stuck: [],
  })
})

test('restarts of new pods count all, those of older ones once, and only when they came since', () => {
  const reading = readOf(
    {
      made: { created: after, containers: [{ restartCount: 3 }, { restartCount: 1 }] },
      restarted: { containers: [{ restartCount: 7, lastState: ended(after) }] },
      earlier: { containers: [{ restartCount: 5, lastState: ended(before) }] },
      odd: { containers: [{ restartCount: 'many', lastState: { terminated: {} } }] },
    },
    4,
  )
  expect(reading.restarts).toBe(5)
})

test('crash loops, of init containers too', () => {
  const reading = readOf(
    {
      loop: { ready: false, containers: [{ state: waiting('CrashLoopBackOff') }] },
      init: {
        ready: false,
        init: [{ state: waiting('CrashLoopBackOff') }],
        containers: [{ state: waiting('PodInitializing') }],
      },
      fine: {},
    },
    3,
  )
  expect(reading.crashLooping).toEqual(['init', 'loop'])
  expect(reading.stuck).toEqual([])
})

test('pods that were never scheduled or cannot start', () => {
  const reasons = ['ImagePullBackOff', 'ErrImagePull', 'CreateContainerConfigError', 'ContainerCreating']
  const pods = Object.fromEntries(
    reasons.map((reason) => [
      reason.toLowerCase(),
      { ready: false, containers: [{ state: waiting(reason) }] },
    ]),
  )
  const reading = readOf({ ...pods, homeless: { ready: false, unschedulable: true, containers: [] } }, 5)
  expect(reading.stuck).toEqual([
    'createcontainerconfigerror',
    'errimagepull',
    'homeless',
    'imagepullbackoff',
  ])
  expect(reading.ready).toBe(0)
})
