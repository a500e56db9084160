import { expect, test } from 'vitest'
import { asCluster, readManifests } from './manifest-objects'
import { compileMesh } from './mesh'
import { createSimulation } from './simulate'
import { counter } from './traffic.fixture'

const count = (() => {
  const simulation = createSimulation({ seed: 3 })
  const mesh = compileMesh(asCluster(readManifests()))
  const start = Date.UTC(2026, 0, 5, 3)
  for (let now = start; now < start + 10_000; now += 200) simulation.tick(mesh, now, 200)
  return counter(simulation.samples())
})()

test('in ambient mode the waypoint counts requests, ztunnels count bytes, and no sidecar counts anything', () => {
  const asked = { destination_service_name: 'seeds' }
  expect(count({ ...asked, reporter: 'waypoint', source_app: 'gardener' })).toBeGreaterThan(100)
  expect(count({ ...asked, reporter: 'source' })).toBe(0)
  const bytes = (labels: Record<string, string>) => count(labels, 'istio_tcp_sent_bytes_total')
  const tunnel = { app: 'ztunnel', connection_security_policy: 'mutual_tls' }
  expect(bytes({ ...tunnel, source_app: 'gardener', destination_workload: 'waypoint' })).toBeGreaterThan(0)
  expect(bytes({ ...tunnel, source_workload: 'waypoint', destination_app: 'seeds' })).toBeGreaterThan(0)
})

test('what leaves through the egress gateway is told by the caller and by the gateway', () => {
  const asked = { destination_service: 'api.carrier.example.com', reporter: 'source' }
  const first = count({ ...asked, source_app: 'parcels', destination_workload: 'istio-egressgateway' })
  expect(first).toBeGreaterThan(0)
  expect(count({ ...asked, source_workload: 'istio-egressgateway', destination_workload: 'unknown' })).toBe(
    first,
  )
})

test('callers of a second cluster keep its name; those without a mesh come in the clear beside mTLS', () => {
  expect(
    count({ source_cluster: 'west', source_app: 'courier', destination_app: 'parcels' }),
  ).toBeGreaterThan(0)
  const labels = { destination_app: 'labels', reporter: 'destination' }
  expect(count({ ...labels, connection_security_policy: 'none' })).toBeGreaterThan(0)
  expect(count({ ...labels, connection_security_policy: 'mutual_tls' })).toBeGreaterThan(0)
})
