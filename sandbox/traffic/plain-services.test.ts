import { describe, expect, test } from 'vitest'
import { asCluster } from './manifest-objects'
import { compileMesh } from './mesh'
import { createSimulation } from './simulate'
import { counter, deployment, object, run, service } from './traffic.fixture'

const client = (sidecar = true): object =>
  deployment('kiosk', 'client', 'v1', { sidecar, words: { rps: '300', calls: 'ticket' } })
const tickets = (v1: number, v2: number): object[] => [
  deployment('kiosk', 'ticket', 'v1', { replicas: v1 }),
  deployment('kiosk', 'ticket', 'v2', { replicas: v2 }),
]
const ticket = service('kiosk', 'ticket', { app: 'ticket' })
const source = { reporter: 'source', source_workload: 'client-v1' }
const destination = { reporter: 'destination', destination_service_name: 'ticket' }

describe('a Service without a route', () => {
  test('shares by ready pods, whoever calls', () => {
    const meshed = run([ticket, ...tickets(8, 2), client()])
    expect(meshed(source)).toBeGreaterThan(5000)
    expect(meshed({ ...source, destination_version: 'v2' }) / meshed(source)).toBeCloseTo(0.2, 1)
    const plain = run([ticket, ...tickets(8, 2), client(false)])
    expect(plain(source)).toBe(0)
    const share = plain({ ...destination, destination_version: 'v2' }) / plain(destination)
    expect(share).toBeCloseTo(0.2, 1)
    expect(plain({ ...destination, source_workload: 'unknown' })).toBe(plain(destination))
  })

  test('a pod that is not ready gets nothing', () => {
    const cluster = asCluster([ticket, ...tickets(1, 1), client()])
    const pods = cluster.pods.map((pod) =>
      pod.metadata.name.startsWith('ticket-v2')
        ? { ...pod, status: { conditions: [{ type: 'Ready', status: 'False' }] } }
        : pod,
    )
    const count = run({ ...cluster, pods })
    expect(count({ ...source, destination_version: 'v1' })).toBe(count(source))
  })

  test('a selector that is changed counts from the next tick', () => {
    const narrow = (version: string): object => service('kiosk', 'ticket', { app: 'ticket', version })
    const simulation = createSimulation({ seed: 1 })
    const mesh = (version: string) => compileMesh(asCluster([narrow(version), ...tickets(1, 1), client()]))
    const seen = (version: string): number =>
      counter(simulation.samples())({ ...source, destination_version: version })
    simulation.tick(mesh('v1'), 0, 1000)
    const before = seen('v1')
    expect([before > 0, seen('v2')]).toEqual([true, 0])
    simulation.tick(mesh('v2'), 1000, 1000)
    expect(seen('v1')).toBe(before)
    expect(seen('v2')).toBeGreaterThan(0)
  })
})

describe('a Service without a selector', () => {
  const open = service('kiosk', 'ticket', undefined)
  const slice = (endpoints: object[] | null): object => ({
    ...object('discovery.k8s.io/v1', 'EndpointSlice', 'kiosk/ticket-hand', {}),
    metadata: {
      name: 'ticket-hand',
      namespace: 'kiosk',
      labels: { 'kubernetes.io/service-name': 'ticket' },
    },
    endpoints,
  })
  const at = (version: string, ready = true): object => ({
    addresses: ['10.0.0.1'],
    conditions: { ready },
    targetRef: { kind: 'Pod', name: `ticket-${version}-5d4f8c7b9-bbbb0` },
  })

  test('sends to the pods that its slices name, ready ones only', () => {
    const endpoints = [at('v1'), at('v1'), at('v1'), at('v2')]
    const count = run([open, ...tickets(1, 1), client(), slice(endpoints)])
    expect(count({ ...source, destination_version: 'v2' }) / count(source)).toBeCloseTo(0.25, 1)
    const one = run([open, ...tickets(1, 1), client(), slice([at('v1'), at('v2', false)])])
    expect(one({ ...source, destination_version: 'v1' })).toBe(one(source))
    expect(one(source)).toBeGreaterThan(0)
  })

  test('an address without a pod answers, and no proxy knows who it is', () => {
    const count = run([open, client(), slice([{ addresses: ['127.244.1.1'] }])])
    const unknown = { ...source, destination_workload: 'unknown', destination_version: 'unknown' }
    expect(count({ ...unknown, response_code: '200', destination_service_name: 'ticket' })).toBeGreaterThan(0)
    expect(count({ reporter: 'destination' })).toBe(0)
  })

  test.each([
    ['without slices', []],
    ['with a slice that has become empty', [slice(null)]],
  ])('%s there is nobody: 503', (_, slices) => {
    const count = run([open, client(), ...slices], 2)
    expect(count({ ...source, response_code: '503', response_flags: 'UH' })).toBe(count(source))
    expect(count(source)).toBeGreaterThan(0)
  })
})

test('an ExternalName Service leads to the Service that it names, or out of the cluster', () => {
  const named = (externalName: string): object => ({
    ...service('kiosk', 'ticket', undefined),
    spec: { type: 'ExternalName', externalName, ports: [{ name: 'http', port: 80 }] },
  })
  const inside = [service('kiosk', 'real', { app: 'ticket' }), ...tickets(1, 0)]
  const within = run([named('real.kiosk.svc.cluster.local'), ...inside, client()], 5)
  expect(within({ ...source, destination_version: 'v1' })).toBe(within(source))
  const outside = run([named('tickets.example.com'), client()], 5)
  expect(outside({ ...source, destination_workload: 'unknown', response_code: '200' })).toBeGreaterThan(1000)
})
