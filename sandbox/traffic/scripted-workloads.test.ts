import { expect, test } from 'vitest'
import { asCluster } from './manifest-objects'
import { compileMesh } from './mesh'
import { createSimulation } from './simulate'
import { counter, deployment, service } from './traffic.fixture'

const start = Date.UTC(2026, 0, 5, 9)
const script = '0s error-rate=0 latency-ms=8; 20s error-rate=0.5; 40s error-rate=0 latency-ms=700'

const shop = (words: Record<string, string>) =>
  asCluster([
    service('shop', 'web', { app: 'web' }, { rps: '200' }),
    deployment('shop', 'web', 'v1', { words }),
  ])

/** Runs `seconds` of clusters that each stand for 20 seconds, and answers what was counted in each of them. */
function phases(clusters: ReturnType<typeof shop>[]) {
  const simulation = createSimulation({ seed: 7 })
  const count = () => {
    const now = counter(simulation.samples())
    const [edge, duration] = [{ reporter: 'destination' }, 'istio_request_duration_milliseconds_bucket']
    return {
      requests: now(edge),
      failures: now({ ...edge, response_code: '500' }),
      slow: now({ ...edge, le: '+Inf' }, duration) - now({ ...edge, le: '250' }, duration),
    }
  }
  let before = { requests: 0, failures: 0, slow: 0 }
  return clusters.map((cluster, phase) => {
    const mesh = compileMesh(cluster)
    for (let ms = 0; ms < 20_000; ms += 200) simulation.tick(mesh, start + phase * 20_000 + ms, 200)
    const after = count()
    const shares = {
      failures: (after.failures - before.failures) / (after.requests - before.requests),
      slow: (after.slow - before.slow) / (after.requests - before.requests),
    }
    before = after
    return shares
  })
}

test('errors and slowness follow the script, though the cluster is compiled anew in between', () => {
  const scripted = () => shop({ 'error-rate': '0.9', script })
  const [first, second, third] = phases([scripted(), scripted(), scripted()])
  expect(first).toEqual({ failures: 0, slow: 0 })
  expect(second?.failures).toBeCloseTo(0.5, 1)
  expect(second?.slow).toBe(0)
  expect(third?.failures).toBe(0)
  expect(third?.slow).toBeGreaterThan(0.95)
})

test('a new text begins anew, and without a script the annotations hold again', () => {
  const [, second, third] = phases([
    shop({ script }),
    shop({ script: `${script} # again` }),
    shop({ 'error-rate': '0' }),
  ])
  expect(second).toEqual({ failures: 0, slow: 0 })
  expect(third).toEqual({ failures: 0, slow: 0 })
})
