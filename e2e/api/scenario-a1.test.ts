import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GraphDto, GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call, until } from '../support/target'

const namespace = 'demo-a1'
const database = 'ledger-db.example.com'
const remote = 'api.rates.example.com'
const timeout = 300_000

/** Nested splits, an external database and a remote API (A1). */
describe('nested splits behind a Gateway (A1)', () => {
  let first: Subject
  let second: Subject

  beforeAll(async () => {
    first = await subject(namespace, 'srv-1')
    second = await subject(namespace, 'srv-2')
    await first.untilWeights({ v1: 90, v2: 10 })
    await second.untilWeights({ v1: 70, v2: 30 })
  })

  afterAll(async () => {
    await first.setWeights('release-manager', { v1: 90, v2: 10 })
    await second.setWeights('release-manager', { v1: 70, v2: 30 })
  })

  const graph = async () =>
    (await call<GraphDto>('viewer', 'GET', `/topology?namespaces=istio-system,${namespace}&window=30s`)).body
  const parts = (now: GraphDto) => {
    const version = (app: string, name: string) =>
      now.nodes.find((node) => node.kind === 'version' && node.app === app && node.version === name)
    const service = (name: string) => now.nodes.find((node) => node.kind === 'service' && node.name === name)
    const external = (host: string) =>
      now.nodes.find((node) => node.kind === 'external' && node.name.includes(host))
    const between = (from: GraphNodeDto | undefined, to: GraphNodeDto | undefined) =>
      now.edges.find((edge) => edge.from === from?.id && edge.to === to?.id)
    return { version, service, external, between }
  }
  /** The way of a request from the first service to v2 of the second one. */
  const way = (now: GraphDto): (GraphEdgeDto | undefined)[] => {
    const { version, service, between } = parts(now)
    return [
      between(service('srv-1'), version('srv-1', 'v2')),
      between(version('srv-1', 'v2'), service('srv-2')),
      between(service('srv-2'), version('srv-2', 'v2')),
    ]
  }
  /** Percent of the entry traffic that causes calls of v2 of the second service, from the shares on the way. */
  const reached = (now: GraphDto): number =>
    way(now).reduce((share, edge) => (share * (edge?.share ?? 0)) / 100, 100)
  const settled = (percent: number) =>
    until(`${percent} % of the entry traffic at srv-2 v2`, graph, (now) => near(reached(now), percent), 120)

  it('draws both splits, desired beside observed, and the gateway in front', async () => {
    const now = await until('the way of a request', graph, (seen) => {
      const edges = way(seen)
      return edges.every((edge) => (edge?.rate ?? 0) > 0) && near(reached(seen), 3)
    })
    const [into, call2, nested] = way(now)
    expect(into).toMatchObject({ desiredShare: 10 })
    expect(nested).toMatchObject({ desiredShare: 30 })
    expect(call2?.share).toBeCloseTo(100, 0)
    const gateway = now.nodes.find(({ kind }) => kind === 'gateway')
    expect(parts(now).between(gateway, parts(now).service('srv-1'))?.rate).toBeGreaterThan(0)
    say(
      `srv-1 v2 gets ${into?.share.toFixed(1)} % of the entry traffic, srv-2 v2 ` +
        `${nested?.share.toFixed(1)} % of what comes from there: ${reached(now).toFixed(2)} % of all`,
    )
  })

  it('draws the database by tcp and the remote API by http, called by both versions', async () => {
    const now = await until('both external nodes', graph, (seen) => {
      const { version, external, between } = parts(seen)
      return ['v1', 'v2'].every(
        (name) =>
          (between(version('srv-2', name), external(remote))?.rate ?? 0) > 0 &&
          between(version('srv-2', name), external(database)) !== undefined,
      )
    })
    const { version, external, between } = parts(now)
    for (const name of ['v1', 'v2']) {
      expect(between(version('srv-2', name), external(database))).toMatchObject({ protocol: 'tcp' })
      expect(between(version('srv-2', name), external(remote))).toMatchObject({ protocol: 'http' })
    }
  })

  it('moves both, each verified, and shows what became of the entry traffic', { timeout }, async () => {
    expect((await first.setWeights('release-manager', { v1: 80, v2: 20 })).body.outcome).toBe('applied')
    await first.untilVerified({ v1: 80, v2: 20 })
    expect((await second.setWeights('release-manager', { v1: 50, v2: 50 })).body.outcome).toBe('applied')
    await second.untilVerified({ v1: 50, v2: 50 })
    const now = await settled(10)
    say(`at 20 % of 50 %: ${reached(now).toFixed(2)} % of the entry traffic reaches srv-2 v2`)

    await first.setWeights('release-manager', { v1: 90, v2: 10 })
    await second.setWeights('release-manager', { v1: 70, v2: 30 })
    await settled(3)
  })
})

function near(share: number, percent: number): boolean {
  return Math.abs(share - percent) < Math.max(0.5, percent / 10)
}
