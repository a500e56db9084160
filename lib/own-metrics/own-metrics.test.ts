import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { DomainError } from '../domain/errors'
import { expositionType, type OwnState } from '../domain/own-state'
import {
  UnknownOutcome,
  type CallSender,
  type Clusters,
  type ObjectClient,
  type Store,
} from '../domain/ports'
import { countedClient } from './counted-client'
import { countedClusters } from './counted-clusters'
import { countedSender } from './counted-sender'
import { countedStore } from './counted-store'
import { createMeters } from './meters'
import { openOwnPort } from './own-port'
import { createStateGauges } from './state-gauges'

/** The samples of a registry by what stands before their value. */
async function samples(meters: ReturnType<typeof createMeters>): Promise<Map<string, number>> {
  const lines = (await meters.registry.metrics()).split('\n').filter((line) => /^[a-z]/.test(line))
  return new Map(lines.map((line) => [line.replace(/ [^ ]+$/, ''), Number(line.split(' ').at(-1))]))
}

const state: OwnState = {
  clusters: [
    { name: 'here', connected: true, synced: false, ageSeconds: 3.5, objects: 40, brokenWatches: 3 },
  ],
  prometheusOk: false,
  streams: { open: 4, dropped: 2 },
  stored: {
    releases: { running: 2, holding: 1 },
    auditHead: 77,
    openIncidents: 1,
    checkpoint: { seq: 70, ageSeconds: 12 },
  },
}

test('a state is told as it is, and what is not known any more is not told', async () => {
  const meters = createMeters('1.2.3')
  const set = createStateGauges(meters.registry)
  set(state)
  const told = await samples(meters)
  expect(Object.fromEntries([...told].filter(([name]) => name.startsWith('aviary_')))).toMatchObject({
    'aviary_build_info{version="1.2.3"}': 1,
    'aviary_cluster_connected{cluster="here"}': 1,
    'aviary_cluster_synced{cluster="here"}': 0,
    'aviary_cluster_cache_age_seconds{cluster="here"}': 3.5,
    'aviary_cluster_cache_objects{cluster="here"}': 40,
    'aviary_cluster_watch_reconnects_total{cluster="here"}': 3,
    aviary_prometheus_up: 0,
    aviary_database_up: 1,
    aviary_live_streams: 4,
    aviary_live_streams_dropped_total: 2,
    'aviary_releases{state="running"}': 2,
    'aviary_releases{state="paused"}': 0,
    aviary_audit_head: 77,
    aviary_audit_open_incidents: 1,
    aviary_audit_checkpoint: 70,
    aviary_audit_checkpoint_age_seconds: 12,
  })

  // What has ended is in no count of what is live.
  expect(told.has('aviary_releases{state="failed"}')).toBe(false)

  const { stored: _stored, ...rest } = state
  set(rest)
  const later = await samples(meters)
  expect(later.get('aviary_database_up')).toBe(0)
  expect([...later.keys()].filter((name) => /^aviary_(audit_(head|open|check)|releases)/.test(name))).toEqual(
    [],
  )
  expect(later.get('aviary_live_streams_dropped_total')).toBe(2)
  expect(later.get('aviary_cluster_watch_reconnects_total{cluster="here"}')).toBe(3)
})

test('what happened is counted in base units', async () => {
  const meters = createMeters('1')
  meters.answered({ method: 'GET', route: '/me', status: 403, ms: 20, code: 'forbidden' })
  meters.query({ ok: false, ms: 1500, bytes: 10 })
  meters.query({ part: 'tcp-sent', ok: true, ms: 500, bytes: 10 })
  meters.splitJudged('off')
  meters.engineTicked({ epoch: 7, failed: false, ms: 40 })
  expect((await samples(meters)).get('aviary_engine_leader')).toBe(1)
  meters.engineTicked({ epoch: 7, failed: true, ms: 40 })
  const told = await samples(meters)
  expect(told.get('aviary_http_requests_total{method="GET",route="/me",status="403"}')).toBe(1)
  expect(told.get('aviary_http_request_duration_seconds_sum{route="/me"}')).toBe(0.02)
  expect(told.get('aviary_http_refusals_total{code="forbidden"}')).toBe(1)
  expect(told.get('aviary_prometheus_query_duration_seconds_sum{purpose="other"}')).toBe(1.5)
  expect(told.get('aviary_prometheus_queries_total{purpose="other",result="failed"}')).toBe(1)
  expect(told.get('aviary_prometheus_queries_total{purpose="graph",result="answered"}')).toBe(1)
  expect(told.get('aviary_split_verifications_total{state="off"}')).toBe(1)
  expect(told.get('aviary_engine_leader')).toBe(0)
  expect(told.get('aviary_engine_epoch')).toBe(7)
})

test('what alerts look at is there before it happens', async () => {
  const meters = createMeters('1')
  const clusters = { names: () => ['here'] } as unknown as Clusters
  countedClusters(clusters, meters)
  const told = await samples(meters)
  const unknown = 'aviary_cluster_writes_total{cluster="here",verb="patch",dry_run="false",result="unknown"}'
  for (const line of [
    unknown,
    'aviary_release_transitions_total{state="failed"}',
    'aviary_calls_total{result="refused"}',
    'aviary_engine_ticks_total{result="failed"}',
    'aviary_audit_failures_total',
  ])
    expect(told.get(line)).toBe(0)
})

test.each([
  [undefined, 'applied'],
  [new DomainError('conflict', 'changed'), 'conflict'],
  [new UnknownOutcome('lost'), 'unknown'],
  [new TypeError('a bug'), 'internal'],
])('a write that ends with %s is counted as %s, and ends so for its caller', async (error, result) => {
  const meters = createMeters('1')
  const patch = () => (error === undefined ? Promise.resolve({}) : Promise.reject(error))
  const client = countedClient('here', { patch } as unknown as ObjectClient, meters)
  const ref = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' } as const
  const ended = await client.patch(ref, [], { dryRun: true }).catch((thrown: unknown) => thrown)
  expect(ended).toEqual(error ?? {})
  const line = `aviary_cluster_writes_total{cluster="here",verb="patch",dry_run="true",result="${result}"}`
  expect((await samples(meters)).get(line)).toBe(1)
})

/** A store that appends audit events until it is told to fail. */
function stubStore(fails: { append?: boolean; commit?: boolean }): Store {
  const parts = {
    audit: {
      append: () =>
        fails.append ? Promise.reject(new Error('full')) : Promise.resolve({ seq: 1, hash: '' }),
    },
    operations: { settle: () => Promise.resolve(true) },
    releases: { update: () => Promise.resolve(false) },
  }
  const store = {
    ...parts,
    transaction: async (work: (tx: Store) => Promise<unknown>) => {
      await work(store)
      const result = await work(store)
      if (fails.commit) throw new Error('undone')
      return result
    },
  } as unknown as Store
  return store
}

const event = { kind: 'intent' } as Parameters<Store['audit']['append']>[0]
const operation = { action: 'set-weights', outcome: 'applied' } as Parameters<
  Store['operations']['settle']
>[0]
const release = { state: 'running' } as Parameters<Store['releases']['update']>[0]

test('what a transaction wrote counts once, when it is committed, however often it was tried', async () => {
  const meters = createMeters('1')
  const work = async (tx: Store) => {
    await tx.transaction((same) => same.audit.append(event))
    await tx.operations.settle(operation)
    await tx.releases.update(release, 1)
  }
  await countedStore(stubStore({}), meters).transaction(work)
  await expect(countedStore(stubStore({ commit: true }), meters).transaction(work)).rejects.toThrow('undone')
  const told = await samples(meters)
  expect(told.get('aviary_audit_events_total{kind="intent"}')).toBe(1)
  expect(told.get('aviary_operations_total{action="set-weights",outcome="applied"}')).toBe(1)
  expect(told.get('aviary_release_transitions_total{state="running"}')).toBe(0)
})

test.each([
  ['the engine', { kind: 'release', action: 'release.abort', detail: { automatic: true } }, 1],
  ['a person', { kind: 'release', action: 'release.abort', detail: {} }, 0],
])('an abort by %s counts as automatic or not', async (_who, body, aborts) => {
  const meters = createMeters('1')
  await countedStore(stubStore({}), meters).audit.append(body as typeof event)
  expect((await samples(meters)).get('aviary_release_automatic_aborts_total')).toBe(aborts)
})

test('an event that could not be added is counted and still an error', async () => {
  const meters = createMeters('1')
  await expect(countedStore(stubStore({ append: true }), meters).audit.append(event)).rejects.toThrow('full')
  expect((await samples(meters)).get('aviary_audit_failures_total')).toBe(1)
})

test('calls count as delivered, refused or failed', async () => {
  const meters = createMeters('1')
  const answers = [{ status: 204 }, { status: 410 }, { error: 'no answer' }]
  const plain: CallSender = { send: () => Promise.resolve(answers.shift() ?? {}) }
  const sender = countedSender(plain, meters)
  const call = {} as Parameters<CallSender['send']>[0]
  for (let sent = 0; sent < 3; sent += 1) await sender.send(call, new Date(0))
  const told = await samples(meters)
  for (const result of ['delivered', 'refused', 'failed'])
    expect(told.get(`aviary_calls_total{result="${result}"}`)).toBe(1)
})

test('a port of its own gives the metrics and nothing else, and says when it cannot', async () => {
  const failures: unknown[] = []
  let answer = () => Promise.resolve('aviary_up 1\n')
  const options = {
    host: '127.0.0.1',
    port: 0,
    read: () => answer(),
    onError: (e: unknown) => failures.push(e),
  }
  const server = openOwnPort(options)
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method })

  const told = await ask('/metrics?x=1')
  expect([told.status, told.headers.get('content-type'), await told.text()]).toEqual([
    200,
    expositionType,
    'aviary_up 1\n',
  ])
  expect(told.headers.get('cache-control')).toBe('no-store')
  expect(await (await ask('/metrics', 'HEAD')).text()).toBe('')
  expect((await ask('/metrics', 'POST')).status).toBe(405)
  expect((await ask('/api/v1/me')).status).toBe(404)
  answer = () => Promise.reject(new Error('broken'))
  expect((await ask('/metrics')).status).toBe(500)
  expect(failures).toEqual([new Error('broken')])
  const taken = openOwnPort({ ...options, port })
  await once(taken, 'error')
  expect(failures).toHaveLength(2)
})
