import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { KubeObject } from '@/lib/domain/kube'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { Move } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { MemoryCluster } from '../memory-cluster.fixture'
import { cart, cartRoute } from './plain-cluster.fixture'
import { kubernetesRouter } from './router'
import { deploymentSpec, ownMetadata, serviceSpec } from './workload.arbitrary.fixture'

interface Drawn {
  service: object
  one: object
  two: object
  metadata: object
}

const drawn = (pins: Record<string, string>) =>
  fc.record({
    service: serviceSpec(pins),
    one: deploymentSpec('v1'),
    two: deploymentSpec('v2'),
    metadata: ownMetadata,
  })

function clusterOf({ service, one, two, metadata }: Drawn): MemoryCluster {
  const place = (name: string) => ({ ...metadata, namespace: 'shop', name })
  return new MemoryCluster([
    { apiVersion: 'v1', kind: 'Service', metadata: place('cart'), spec: service },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: place('cart-v1'), spec: one },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: place('cart-v2'), spec: two },
  ])
}

const read = (cluster: MemoryCluster) => kubernetesRouter.readRoutes(cluster.view, cart)[0]

/** The writes of a move, each proved to be taken back exactly; undefined where it is refused. */
function tryMove(cluster: MemoryCluster, move: Move): PlannedWrite[] | undefined {
  try {
    const writes = kubernetesRouter.plan(cluster.view, cart, cartRoute, move)
    for (const { live, patch = [] } of writes) {
      expect(patch[0]?.op).toBe('test')
      const back = applyPatch(applyPatch(live, patch), inversePatch(live, patch))
      expect(JSON.stringify(back)).toBe(JSON.stringify(live))
    }
    expect(new Set(writes.map(({ object }) => object.name)).size).toBe(writes.length)
    return writes
  } catch (error) {
    if (isDomainError(error)) return undefined
    throw error
  }
}

/** The object with some of its spec taken out, to compare all of the rest byte for byte. */
function without(object: KubeObject | undefined, edit: (spec: Record<string, unknown>) => void): string {
  const copy = structuredClone(object)
  if (copy === undefined) throw new Error('nothing was planned on')
  edit(copy.spec as Record<string, unknown>)
  return JSON.stringify(copy)
}

const after = ({ live, patch = [] }: PlannedWrite) => live && applyPatch(live, patch)
const replicas = (spec: Record<string, unknown>) => Reflect.deleteProperty(spec, 'replicas')

describe('any Deployments behind a Service', () => {
  it('keep everything but the replicas that were moved, and the total', () => {
    let moved = 0
    const input = fc.record({ objects: drawn({}), percent: fc.nat(100), more: fc.nat(5) })
    fc.assert(
      fc.property(input, ({ objects, percent, more }) => {
        const cluster = clusterOf(objects)
        const rule = read(cluster)?.rules[0]
        if (rule === undefined) throw new Error('no rule')
        const total = rule.total + more
        const canary = Math.round((total * percent) / 100)
        const weights = { v1: total - canary, v2: canary }
        const move = { kind: 'set-weights' as const, rule: rule.id, weights, total }
        const writes = total === 100 ? undefined : tryMove(cluster, move)
        if (writes === undefined || writes.length === 0) return
        moved += 1
        for (const write of writes)
          expect(without(after(write), replicas)).toBe(without(write.live, replicas))
        const growths = writes.map((write) => Number(reading(after(write))) - Number(reading(write.live)))
        expect(growths).toEqual([...growths].sort((a, b) => Number(a < 0) - Number(b < 0)))
        cluster.send(writes)
        const next = read(cluster)?.rules[0]
        expect(next?.id).toBe(rule.id)
        expect(next?.destinations.map(({ weight }) => weight)).toEqual([weights.v1, weights.v2])
      }),
      { numRuns: 10_000 },
    )
    expect(moved).toBeGreaterThan(2000)
  }, 60_000)

  it('keep everything when the selector is switched, and the Service everything but one label', () => {
    fc.assert(
      fc.property(drawn({ version: 'v1' }), (objects) => {
        const cluster = clusterOf(objects)
        const writes = tryMove(cluster, { kind: 'cut-over', to: 'v2' })
        expect(writes).toHaveLength(1)
        const [write] = writes ?? []
        if (write === undefined) return
        const selector = (spec: Record<string, unknown>) => {
          spec.selector = { ...(spec.selector as object), version: '' }
        }
        expect(without(after(write), selector)).toBe(without(write.live, selector))
        cluster.send([write])
        expect(read(cluster)?.rules[0]?.destinations.map(({ weight }) => weight > 0)).toEqual(
          Reflect.get(objects.two, 'replicas') === 0 ? [false, false] : [false, true],
        )
      }),
      { numRuns: 2000 },
    )
  }, 60_000)
})

function reading(object: KubeObject | undefined): unknown {
  return Reflect.get(object?.spec as object, 'replicas') ?? 1
}
