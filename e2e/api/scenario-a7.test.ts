import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import type { GraphDto, GraphNodeDto } from '@/lib/contracts/topology'
import { changes } from '../support/cluster'
import { deploymentManifest, routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call, until } from '../support/target'

const old = 'v0.2'
const next = 'v0.3'
const stepTimeout = 300_000

/** The moves of a dark launch, a mirror and a canary by 20, by hand: no judge is asked (A7). */
describe('dark launch, mirror, canary by 20 (A7)', () => {
  let place: Playground
  let orders: Subject

  const main = { name: 'main', route: split('orders', { [old]: 100, [next]: 0 }) }
  const testers = {
    name: 'testers',
    match: [{ headers: { 'x-user': { exact: 'developer' } } }],
    route: [{ destination: { host: 'orders', subset: 'v0-3' } }],
  }
  const deploy = (errorRate: number) =>
    place.apply(deploymentManifest(place.namespace, 'orders', next, { errorRate }))
  const node = async (version: string): Promise<GraphNodeDto | undefined> => {
    const path = `/topology?namespaces=${place.namespace}&window=15s`
    const { body } = await call<GraphDto>('viewer', 'GET', path)
    return body.nodes.find((each) => each.app === 'orders' && each.version === version)
  }
  const mirror = async (method: 'PUT' | 'DELETE') => {
    const path = `${await orders.rulePath()}/mirror`
    return method === 'PUT'
      ? call<OperationDto>('release-manager', 'PUT', path, { to: next, percent: 100 })
      : call<OperationDto>('on-call', 'DELETE', path)
  }

  beforeAll(async () => {
    place = await playground('a7')
    await place.runs('orders', { [old]: {}, [next]: {} }, 480)
    await place.apply(routeManifest(place.namespace, 'orders', [main]))
    orders = await place.sees('orders')
  })

  afterAll(async () => {
    await place.remove()
  })

  it('serves a signed-in developer by the new version: a rule that kubectl wrote, untouched by moves', async () => {
    await place.apply(routeManifest(place.namespace, 'orders', [testers, main]))
    const detail = await until('the rule', orders.detail, ({ routes }) => routes[0]?.rules.length === 2)
    expect(detail.routes[0]?.rules.map(({ id }) => id)).toEqual(['testers', 'main'])
    expect(detail.routes[0]?.rules[0]).toMatchObject({
      match: [[{ kind: 'header', name: 'x-user', op: 'exact', value: 'developer' }]],
      destinations: [{ key: next, version: next, percent: 100 }],
    })
    await until(
      'developers on the new version',
      () => node(next),
      (seen) => (seen?.in.rate ?? 0) > 1,
    )

    const written = await place.route('orders')
    expect((await mirror('PUT')).body).toMatchObject({ outcome: 'applied' })
    expect(changes(written, await place.route('orders'))).toEqual([
      '/spec/http/1/mirror',
      '/spec/http/1/mirrorPercentage',
    ])
    expect((await mirror('DELETE')).body).toMatchObject({ outcome: 'applied' })
    expect(changes(written, await place.route('orders'))).toEqual([])
    await place.apply(routeManifest(place.namespace, 'orders', [main]))
    await until('one rule', orders.detail, ({ routes }) => routes[0]?.rules.length === 1)
  })

  it(
    'mirrors everything to a canary that fails: seen by those who watch, and by no user',
    { timeout: stepTimeout },
    async () => {
      await deploy(0.4)
      expect((await mirror('PUT')).body).toMatchObject({ outcome: 'applied' })
      // The canary's errors are in what its own proxy reports: users never see a mirror's answers.
      const failing = await until(
        'errors of the canary',
        () => node(next),
        (seen) => share(seen) > 30,
      )
      expect(failing?.health.state).toBe('failing')
      expect(share(await node(old))).toBeLessThan(1)
      const { observed } = await until(
        'requests of users',
        orders.detail,
        (now) => (now.observed?.versions.find(({ version }) => version === old)?.requests ?? 0) > 1000,
      )
      expect(observed?.versions).toMatchObject([
        { version: old, percent: 100, successShare: 100 },
        { version: next, requests: 0 },
      ])
      expect((await mirror('DELETE')).body).toMatchObject({ outcome: 'applied' })
      await until('no mirror', orders.detail, ({ routes }) => routes[0]?.rules[0]?.mirrors.length === 0)
      await until(
        'a quiet canary',
        () => node(next),
        (seen) => (seen?.in.rate ?? 0) < 1,
      )
    },
  )

  it('mirrors a fixed version, which serves everything well', { timeout: stepTimeout }, async () => {
    await deploy(0)
    expect((await mirror('PUT')).body).toMatchObject({ outcome: 'applied' })
    const fixed = await until(
      'the fixed canary',
      () => node(next),
      (seen) => (seen?.in.rate ?? 0) > 100 && share(seen) === 0,
    )
    expect(fixed?.health.state).toBe('ok')
    expect((await mirror('DELETE')).body).toMatchObject({ outcome: 'applied' })
  })

  it('moves by 20 to 100, each step verified before the next', { timeout: stepTimeout }, async () => {
    for (const weight of [20, 40, 60, 80, 100]) {
      const wanted = { [old]: 100 - weight, [next]: weight }
      const moved = await orders.setWeights('release-manager', wanted)
      expect([weight, moved.status, moved.body.outcome]).toEqual([weight, 200, 'applied'])
      const { observed } = await orders.untilVerified(wanted)
      const canary = observed?.versions.find(({ version }) => version === next)
      expect(canary?.successShare, `every request succeeded at ${weight} %`).toBe(100)
    }
    const { routes, health } = await orders.detail()
    expect(routes[0]?.rules[0]).toMatchObject({ id: 'main', mirrors: [] })
    expect(health.state).toBe('ok')
  })
})

const share = (node: GraphNodeDto | undefined): number => node?.in.errorShare ?? 0
