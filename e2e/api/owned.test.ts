import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import { changesBetween, snapshot } from '../support/cluster'
import { furnish, istio } from '../support/data-planes'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Reply, Role } from '../support/target'
import { call, clusterName, until } from '../support/target'

const namespace = 'owned'

describe('routes that somebody else keeps', () => {
  let cluster: string

  beforeAll(async () => {
    cluster = await clusterName()
  })

  const detail = async (name: string) =>
    (await call<Partial<ServiceDetailDto>>('viewer', 'GET', `/services/${cluster}/${namespace}/${name}`)).body
  const routeOf = async (name: string): Promise<RouteDto> => {
    const { routes = [] } = await until(
      `the route of ${name}`,
      () => detail(name),
      (seen) => (seen.routes ?? []).some(({ dataPlane }) => dataPlane === 'istio'),
    )
    const route = routes.find(({ dataPlane }) => dataPlane === 'istio')
    if (route === undefined) throw new Error('none')
    return route
  }
  /** A tenth more for the second destination, by a dry run: nothing here is meant to change. */
  const move = async (name: string, extra: object = {}, role: Role = 'admin') => {
    const route = await routeOf(name)
    const [rule] = route.rules
    const [first, second] = rule?.destinations ?? []
    const weights = { [first?.key ?? '']: 75, [second?.key ?? '']: 25 }
    const path = `/services/${cluster}/${namespace}/${name}/routes/${route.id}/rules/${rule?.id ?? ''}/weights`
    return call<OperationDto>(role, 'PUT', path, { weights, ...extra })
  }
  const problem = ({ status, body }: Reply): [number, string] => [status, (body as ProblemDto).code]

  it.each([
    ['by-argo-rollouts', 'Argo Rollouts'],
    ['by-flagger', 'Flagger'],
  ])('%s: refused, but for an override with a reason', async (name, tool) => {
    const before = await snapshot(namespace)
    const { owner } = await routeOf(name)
    expect(owner).toMatchObject({ tool, drives: true })
    const refused = await move(name)
    expect(problem(refused), JSON.stringify(refused.body)).toEqual([422, 'owned'])
    expect((refused.body as unknown as ProblemDto).detail).toContain(tool)
    expect((refused.body as unknown as ProblemDto).current).toMatchObject({ owner: { tool } })

    const override = { override: true, dryRun: true, reason: 'the controller is stuck' }
    expect((await move(name, override, 'release-manager')).status).toBe(403)
    expect(problem(await move(name, { override: true, dryRun: true }))).toEqual([422, 'reason-required'])
    const allowed = await move(name, override)
    expect([allowed.status, allowed.body.outcome], JSON.stringify(allowed.body)).toEqual([200, 'dry-run'])
    expect(allowed.body.findings.map(({ code }) => code)).toContain('owned-elsewhere')
    expect(changesBetween(before, await snapshot(namespace))).toEqual([])
  })

  it.each([
    ['by-argo-cd', 'Argo CD', /sync/],
    ['by-flux', 'Flux', /reconciliation/],
    ['by-helm', 'Helm', /upgrade/],
  ])('%s: moved, and told what will happen to it', async (name, tool, words) => {
    const before = await snapshot(namespace)
    const { owner } = await routeOf(name)
    expect(owner?.tool).toBe(tool)
    expect(owner?.drives ?? false).toBe(false)
    const reply = await move(name, { dryRun: true }, 'release-manager')
    expect([reply.status, reply.body.outcome], JSON.stringify(reply.body)).toEqual([200, 'dry-run'])
    const finding = reply.body.findings.find(({ code }) => code === 'owned-elsewhere')
    expect(finding?.title).toMatch(words)
    const { findings = [] } = await detail(name)
    expect(findings.map(({ code }) => code)).toContain('split-undone-by-sync')
    expect(changesBetween(before, await snapshot(namespace))).toEqual([])
  })
})

describe('a route that a person keeps', () => {
  let place: Playground

  beforeAll(async () => {
    place = await playground('kept')
  })

  afterAll(async () => {
    await place.remove()
  })

  it('tells what the last writer means for an edit: a file that is applied again, or a hand', async () => {
    const web = await furnish(istio, place.namespace)
    const dry = async () =>
      (await web.setWeights('release-manager', istio.moved, { dryRun: true })).body.findings
    const writer = async () => (await web.detail()).routes[0]?.writer
    expect((await writer())?.note).toMatch(/kubectl apply/)
    expect(await dry()).toMatchObject([{ code: 'kept-in-a-file', severity: 'hint' }])

    await istio.meddle(place.namespace)
    await until('the hand', writer, (seen) => seen?.manager === 'kubectl-patch')
    expect((await writer())?.note).toMatch(/by hand/)
    expect(await dry()).toEqual([])
  })
})
