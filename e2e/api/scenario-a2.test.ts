import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import type { GraphDto } from '@/lib/contracts/topology'
import { changesBetween, snapshot } from '../support/cluster'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subjectWith } from '../support/service'
import { call, until } from '../support/target'

const timeout = 300_000

const cutOver = async (service: Subject, to: string) =>
  call<OperationDto>('release-manager', 'POST', `${await service.routePath()}/cut-over`, { to })

describe('blue-green by the selector of a Service (A2)', () => {
  let press: Subject

  beforeAll(async () => {
    press = await subjectWith('kiosk', 'press', 'blue', 'kubernetes')
  })

  afterAll(async () => {
    await cutOver(press, 'blue')
  })

  /** Every request of the last seconds was answered by this version. */
  const untilServedBy = (version: string) =>
    until(
      `press served by ${version} alone`,
      press.detail,
      ({ observed }) => {
        const busy = (observed?.versions ?? []).filter(({ percent }) => percent > 0)
        return observed !== null && busy.length === 1 && busy[0]?.version === version
      },
      120,
    )

  it('cuts over and back by one field of one object, and users follow', { timeout }, async () => {
    await untilServedBy('blue')
    const before = await snapshot('kiosk')
    const over = await cutOver(press, 'green')
    expect([over.status, over.body.outcome], JSON.stringify(over.body)).toEqual([200, 'applied'])
    expect(changesBetween(before, await snapshot('kiosk'))).toEqual(['Service/press/spec/selector/version'])
    await untilServedBy('green')
    const back = await cutOver(press, 'blue')
    expect([back.status, back.body.outcome], JSON.stringify(back.body)).toEqual([200, 'applied'])
    expect(changesBetween(before, await snapshot('kiosk'))).toEqual([])
    await untilServedBy('blue')
  })
})

/** Strategies besides the canary, each by one move of a route that somebody else wrote. */
describe('A/B, shadow and dark launch (A2)', () => {
  let place: Playground
  let page: Subject

  beforeAll(async () => {
    place = await playground('a2')
    await place.runs('page', { v1: {}, v2: {} }, 480)
    await place.apply(
      routeManifest(place.namespace, 'page', [{ name: 'main', route: split('page', { v1: 100, v2: 0 }) }]),
    )
    page = await place.sees('page')
  })

  afterAll(async () => {
    await place.remove()
  })

  const graph = async () =>
    (await call<GraphDto>('viewer', 'GET', `/topology?namespaces=${place.namespace}&window=15s`)).body
  const nodeOf = ({ nodes }: GraphDto, version: string) =>
    nodes.find((node) => node.kind === 'version' && node.app === 'page' && node.version === version)
  /** Percent of the service's requests, copies left out, that a version gets. */
  const shareOf = (seen: GraphDto, version: string): number => {
    const service = seen.nodes.find(({ kind, name }) => kind === 'service' && name === 'page')
    const version2 = nodeOf(seen, version)
    return seen.edges.find(({ from, to }) => from === service?.id && to === version2?.id)?.share ?? 0
  }
  const setMatch = async (name: string, when: object[]) =>
    call<OperationDto>('release-manager', 'POST', `${await page.routePath()}/matches`, {
      name,
      to: 'v2',
      when,
    })
  const removeMatch = async (name: string) =>
    call<OperationDto>('release-manager', 'DELETE', `${await page.routePath()}/matches/aviary-${name}`)

  it.each([
    [
      'A/B: phones get the new version',
      'phones',
      [{ header: 'user-agent', regex: '.*iPhone.*' }],
      27.5,
      32.5,
    ],
    [
      'dark launch: only developers get the new version',
      'developers',
      [{ header: 'x-user', exact: 'developer' }],
      1.6,
      2.5,
    ],
  ])('%s', { timeout }, async (what, name, when, low, high) => {
    const before = await snapshot(place.namespace)
    const made = await setMatch(name, when)
    expect([made.status, made.body.outcome], JSON.stringify(made.body)).toEqual([200, 'applied'])
    const seen = await until(what, graph, (now) => shareOf(now, 'v2') > low && shareOf(now, 'v2') < high, 120)
    say(`${what}: ${shareOf(seen, 'v2').toFixed(1)} % of the requests`)
    expect(await page.weights()).toEqual({ v1: 100, v2: 0 })
    const gone = await removeMatch(name)
    expect([gone.status, gone.body.outcome], JSON.stringify(gone.body)).toEqual([200, 'applied'])
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
    await until('nobody on v2', graph, (now) => shareOf(now, 'v2') === 0, 120)
  })

  it('shadow: the new version gets a copy of everything, and no user its answers', { timeout }, async () => {
    const path = `${await page.rulePath()}/mirror`
    const set = await call<OperationDto>('release-manager', 'PUT', path, { to: 'v2', percent: 100 })
    expect([set.status, set.body.outcome], JSON.stringify(set.body)).toEqual([200, 'applied'])
    const seen = await until('copies at v2', graph, (now) => (nodeOf(now, 'v2')?.in.rate ?? 0) > 200, 120)
    const { observed } = await until(
      'requests of users',
      page.detail,
      (now) => (now.observed?.versions.find(({ version }) => version === 'v1')?.requests ?? 0) > 1000,
    )
    expect(observed?.versions.find(({ version }) => version === 'v2')?.requests ?? 0).toBe(0)
    say(`shadow: v2 gets ${nodeOf(seen, 'v2')?.in.rate.toFixed(0)} copies a second, and answers no user`)
    expect((await call<OperationDto>('on-call', 'DELETE', path)).body.outcome).toBe('applied')
  })
})
