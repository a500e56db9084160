import { expect, test } from 'vitest'
import { asCluster, readManifests } from './manifest-objects'
import { compileMesh } from './mesh'
import { createSimulation } from './simulate'
import type { Count } from './traffic.fixture'
import { counter } from './traffic.fixture'

/** The demo in its quietest hour. */
const seconds = 20
const count = ((): Count => {
  const simulation = createSimulation({ seed: 7 })
  const mesh = compileMesh(asCluster(readManifests()))
  const start = Date.UTC(2026, 0, 5, 3)
  for (let now = start; now < start + seconds * 1000; now += 200) simulation.tick(mesh, now, 200)
  return counter(simulation.samples())
})()

test.each([
  ['istio', 'shop', 'frontend', 0.1],
  ['Gateway API', 'market', 'basket', 0.1],
  ['plain Kubernetes', 'kiosk', 'ticket', 0.2],
])(
  '%s: the split of %s/%s that is free to be moved has 300 requests a second',
  (_plane, namespace, app, v2) => {
    const seen = {
      reporter: 'source',
      destination_workload_namespace: namespace,
      destination_app: app,
    }
    const all = count(seen)
    expect(all / seconds).toBeGreaterThan(300)
    expect(count({ ...seen, destination_version: 'v2' }) / all).toBeCloseTo(v2, 1)
  },
)

test("Traefik: the split of bazaar/stall has 300 requests a second, as Traefik's own counters tell", () => {
  const leaf = (version: string): number =>
    count({ service: `bazaar-stall-${version}-80@kubernetescrd` }, 'traefik_service_requests_total')
  const all = leaf('v1') + leaf('v2')
  expect(all / seconds).toBeGreaterThan(300)
  // Turns, not chance: only the last round is open.
  expect(Math.abs(leaf('v2') - all / 10)).toBeLessThanOrEqual(1)
  expect(count({ reporter: 'source', destination_app: 'stall' })).toBe(0)
})
