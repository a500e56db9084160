import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { RuleDto } from '@/lib/contracts/services'
import { apply, changesBetween, live, onRealControlPlane, snapshot } from '../support/cluster'
import { backendRefs, furnish, gatewayApi, httpRouteToService, istio, traefik } from '../support/data-planes'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import type { Reply } from '../support/target'
import { call, until } from '../support/target'

const developers = [{ header: 'x-user', exact: 'developer' }]

describe.each([
  { plane: istio, rules: 'http', kind: 'virtualservices.networking.istio.io' },
  { plane: gatewayApi, rules: 'rules', kind: 'httproutes.gateway.networking.k8s.io' },
  { plane: traefik, rules: 'routes', kind: 'ingressroutes.traefik.io' },
])('matches of $plane.id', ({ plane, rules, kind }) => {
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    place = await playground(`match-${plane.id}`)
  })

  beforeEach(async () => {
    web = await furnish(plane, place.namespace)
  })

  afterAll(async () => {
    await place.remove()
  })

  const setMatch = async (body: object) =>
    call<OperationDto>('release-manager', 'POST', `${await web.routePath()}/matches`, body)
  const removeMatch = async (rule: string) =>
    call<OperationDto>('release-manager', 'DELETE', `${await web.routePath()}/matches/${rule}`)
  const shown = async (): Promise<RuleDto[]> => (await web.detail()).routes.flatMap((route) => route.rules)
  const written = async () => {
    const { spec } = await live(kind, place.namespace, 'web')
    return (spec as Record<string, unknown[]>)[rules] ?? []
  }
  const made = (name: string): Promise<RuleDto[]> =>
    until(
      `the rule of ${name}`,
      async () => (await shown()).filter(({ madeBy }) => madeBy === name),
      (found) => found.length > 0,
    )
  const code = ({ body }: Reply) => (body as ProblemDto).code

  it('send chosen requests to a version by a rule of their own, and nothing else changes', async () => {
    const before = await snapshot(place.namespace)
    const old = await written()
    const set = await setMatch({ name: 'testers', to: 'v2', when: developers })
    expect([set.status, set.body.outcome], JSON.stringify(set.body)).toEqual([200, 'applied'])
    const [rule] = await made('testers')
    expect(rule?.destinations).toMatchObject([{ version: 'v2', percent: 100 }])
    expect(rule?.match.flat()).toContainEqual({
      kind: 'header',
      name: 'x-user',
      op: 'exact',
      value: 'developer',
    })
    expect(await web.weights()).toEqual(plane.start)
    const now = await written()
    expect(now).toHaveLength(old.length + 1)
    for (const kept of old) expect(now).toContainEqual(kept)

    const same = await setMatch({ name: 'testers', to: 'v2', when: developers })
    expect(same.body, JSON.stringify(same.body)).toMatchObject({ outcome: 'applied', diff: [], writes: [] })
    const taken = await setMatch({ name: 'testers', to: 'v2', when: [{ header: 'x-user', exact: 'other' }] })
    expect([409, 422]).toContain(taken.status)

    const gone = await removeMatch(rule?.id ?? '')
    expect([gone.status, gone.body.outcome], JSON.stringify(gone.body)).toEqual([200, 'applied'])
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('are undone whole, and weights move beneath them', async () => {
    const before = await snapshot(place.namespace)
    const set = await setMatch({ name: 'cookies', to: 'v2', when: [{ cookie: 'beta', exact: 'true' }] })
    if (plane === gatewayApi && onRealControlPlane()) {
      say('no mesh answers for the HTTPRoute here, so nobody is known to take the pattern of a cookie')
      expect([set.status, code(set)]).toEqual([422, 'unsupported'])
      return
    }
    expect([set.status, set.body.outcome], JSON.stringify(set.body)).toEqual([200, 'applied'])
    const [rule] = await made('cookies')
    expect(rule?.match.flat()).toContainEqual({ kind: 'cookie', name: 'beta', op: 'exact', value: 'true' })
    const undone = await call<OperationDto>('release-manager', 'POST', `/operations/${set.body.id}/undo`)
    expect([undone.status, undone.body.outcome], JSON.stringify(undone.body)).toEqual([200, 'applied'])
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('are refused where they cannot be, without a write', async () => {
    const before = await snapshot(place.namespace)
    const match = { name: 'testers', to: 'v2', when: developers }
    const refusals: [object, string][] = [
      [{ ...match, name: 'Not a label' }, 'invalid'],
      [{ ...match, to: 'v9' }, 'invalid'],
      [{ ...match, when: [] }, 'invalid'],
      [{ ...match, when: [{ header: 'x-user', cookie: 'beta', exact: 'x' }] }, 'invalid'],
      [{ ...match, when: [{ header: 'x-user' }] }, 'invalid'],
      [{ ...match, when: [{ path: '/', exact: '/' }] }, 'invalid'],
    ]
    for (const [body, wanted] of refusals) {
      const refused: Reply = await setMatch(body)
      expect([body, refused.status, code(refused)]).toEqual([body, 422, wanted])
    }
    const [hand] = await shown()
    const foreign: Reply = await removeMatch(hand?.id ?? '')
    expect([foreign.status, code(foreign)]).toEqual([422, 'unsupported'])
    const viewer = await call('viewer', 'POST', `${await web.routePath()}/matches`, match)
    expect(viewer.status).toBe(403)
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })
})

describe('what a match inherits from the rule that it goes before', () => {
  let place: Playground

  beforeEach(async () => {
    place = await playground('inherit')
  })

  afterEach(async () => {
    await place.remove()
  })

  it('istio: timeout, retries, fault, cors, rewrite and headers, for each path that sends to the service', async () => {
    const web = await furnish(istio, place.namespace)
    const extras = {
      timeout: '7s',
      retries: { attempts: 2, perTryTimeout: '2s' },
      fault: { delay: { percentage: { value: 1 }, fixedDelay: '5ms' } },
      corsPolicy: { allowMethods: ['GET'] },
      headers: { request: { set: { 'x-shop': 'yes' } } },
    }
    const cart = { match: [{ uri: { prefix: '/cart' } }], rewrite: { uri: '/' } }
    const route = split('web', { v1: 90, v2: 10 })
    await apply(
      routeManifest(place.namespace, 'web', [
        { name: 'cart', ...cart, route },
        { name: 'main', ...extras, route },
      ]),
    )
    await until('both rules', web.detail, ({ routes }) => routes[0]?.rules.length === 2)
    const before = await snapshot(place.namespace)
    const body = { name: 'testers', to: 'v2', when: developers }
    const set = await call<OperationDto>('release-manager', 'POST', `${await web.routePath()}/matches`, body)
    expect([set.status, set.body.outcome], JSON.stringify(set.body)).toEqual([200, 'applied'])
    const { spec } = await live('virtualservices.networking.istio.io', place.namespace, 'web')
    const { http } = spec as { http: Record<string, unknown>[] }
    expect(http).toHaveLength(4)
    const [one, all] = ['aviary-testers', 'aviary-testers.2'].map((name) =>
      http.find((rule) => rule['name'] === name),
    )
    expect(one).toMatchObject({ rewrite: cart.rewrite, match: [{ uri: { prefix: '/cart' } }] })
    expect(all).toMatchObject(extras)
    for (const rule of [one, all]) expect(JSON.stringify(rule?.['match'])).toContain('developer')
    const gone = await call<OperationDto>(
      'release-manager',
      'DELETE',
      `${await web.routePath()}/matches/aviary-testers.2`,
    )
    expect(gone.body.outcome, JSON.stringify(gone.body)).toBe('applied')
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('gateway-api: filters and timeouts', async () => {
    const web = await furnish(gatewayApi, place.namespace)
    const extras = {
      filters: [
        {
          type: 'RequestHeaderModifier',
          requestHeaderModifier: { set: [{ name: 'x-market', value: 'retail' }] },
        },
      ],
      timeouts: { request: '2s' },
    }
    await apply(
      httpRouteToService(place.namespace, 'web', [
        { ...extras, backendRefs: backendRefs({ v1: 90, v2: 10 }) },
      ]),
    )
    await until('the timeout', web.detail, ({ routes }) => routes[0]?.rules[0]?.timeout === '2s')
    const body = { name: 'testers', to: 'v2', when: developers }
    const set = await call<OperationDto>('release-manager', 'POST', `${await web.routePath()}/matches`, body)
    expect([set.status, set.body.outcome], JSON.stringify(set.body)).toEqual([200, 'applied'])
    const { spec } = await live('httproutes.gateway.networking.k8s.io', place.namespace, 'web')
    const written = (spec as { rules: { matches?: object[] }[] }).rules
    const own = written.find(({ matches = [] }) => JSON.stringify(matches).includes('developer'))
    expect(own).toMatchObject(extras)
  })
})
