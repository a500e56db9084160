import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changesBetween, live, snapshot } from '../support/cluster'
import { scriptVersion } from '../support/fault-scripts'
import { routeManifest, serviceManifest, split, workloadName } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Running } from '../support/release'
import { startRelease } from '../support/release'
import { userErrors, userRequests } from '../support/requests'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { until } from '../support/target'

const versions = { from: 'v0.2', to: 'v0.3' }
const timeout = 400_000
const developers = { kind: 'match', name: 'developers', when: [{ header: 'x-user', exact: 'developer' }] }
const weights = [20, 40, 60, 80, 100]

/** A dark launch, a mirror and a canary by 20 as releases that run by themselves (A7). */
describe('dark launch, mirror, canary by 20, by itself (A7)', () => {
  let place: Playground
  let orders: Subject
  let promoted: Running

  beforeAll(async () => {
    place = await playground('a7-release')
    await place.runs('orders', { [versions.from]: {}, [versions.to]: {} })
    const route = split('orders', { [versions.from]: 100, [versions.to]: 0 })
    await place.apply(routeManifest(place.namespace, 'orders', [{ name: 'main', route }]))
    orders = await place.sees('orders')
    // Only now, so that nobody asks before there are pods: every error counts here.
    await place.apply(serviceManifest(place.namespace, 'orders', { app: 'orders' }, 480))
  })

  afterAll(async () => {
    await place.remove()
  })

  const becomes = (script: string) => scriptVersion(place.namespace, 'orders', versions.to, script)

  it(
    'serves developers first, then mirrors to a canary that turns out unhealthy: the judge ends it',
    { timeout },
    async () => {
      const before = await snapshot(place.namespace)
      const release = await startRelease(orders, versions, {
        steps: [
          developers,
          { kind: 'bake', for: '3s', minRequests: 20 },
          { ...developers, when: [] },
          { kind: 'mirror', percent: 100 },
          { kind: 'bake', for: '2s' },
          { kind: 'analysis', timeout: '120s' },
          { kind: 'weight', weight: 20 },
        ],
        checks: [{ kind: 'success-rate', slo: 99 }, { kind: 'pods' }],
        settle: '4s',
      })
      await release.until('copies for the canary', async () => (await release.moves()).includes('set-mirror'))
      // Nobody but its copies sees what it does under load.
      await becomes('0s error-rate=0.4')
      const end = await release.ended()
      expect([end.state, end.verdict?.state], JSON.stringify(end.log)).toEqual(['aborted', 'fail'])
      expect(await release.moves()).toEqual(['set-match', 'remove-match', 'set-mirror', 'remove-mirror'])
      expect(changesBetween(before, await snapshot(place.namespace))).toEqual([
        `Deployment/${workloadName('orders', versions.to)}/metadata/annotations/sandbox.aviary.dev/script`,
      ])
      expect(end.people.map(({ what }) => what)).toEqual(['Created', 'Started'])
      say(`judged: ${end.verdict?.words ?? ''}`)
      expect(await userRequests(place.namespace)).toBeGreaterThan(1000)
      expect(await userErrors(place.namespace)).toBe(0)
      const failing = (await release.measurements()).find(({ verdict }) => verdict.state === 'fail')
      expect(failing?.interval.source).toBe('mirror')
      expect(failing?.checks.find(({ kind }) => kind === 'success-rate')?.worse).toBeGreaterThanOrEqual(100)
    },
  )

  it('takes a fixed version by 20 to 100, each step after every request succeeded', { timeout }, async () => {
    await becomes('v2-fine')
    const stage = [
      { kind: 'bake', for: '2s' },
      { kind: 'analysis', timeout: '120s' },
    ]
    const steps = [
      { kind: 'mirror', percent: 100 },
      ...stage,
      { kind: 'mirror', percent: 0 },
      ...weights.flatMap((weight) => [{ kind: 'weight', weight }, ...(weight < 100 ? stage : [])]),
    ]
    const checks = [{ kind: 'all-succeed', name: 'All', minRequests: 300 }]
    promoted = await startRelease(orders, versions, { steps, checks, settle: '4s' })
    const end = await promoted.ended(300)
    expect(end.state, JSON.stringify(end.log)).toBe('promoted')
    expect(await promoted.moves()).toEqual([
      'set-mirror',
      'remove-mirror',
      ...weights.map((weight) => `weight ${weight}`),
    ])
    const analyses = end.plan.steps.flatMap(({ kind }, index) => (kind === 'analysis' ? [index] : []))
    expect(analyses).toHaveLength(5)
    const measured = await promoted.measurements()
    for (const index of analyses) {
      const passed = measured.filter(({ step, verdict }) => step === index && verdict.state === 'pass')
      const seen = passed.flatMap(({ checks: results }) => results.map(({ requestsSeen }) => requestsSeen))
      expect(Math.max(0, ...seen), `requests that step ${index} passed on`).toBeGreaterThanOrEqual(300)
    }
    expect(measured.filter(({ verdict }) => verdict.state === 'fail')).toEqual([])
    expect(await userErrors(place.namespace)).toBe(0)
  })

  it('retires the old version once nobody asks it any more, and not before', { timeout }, async () => {
    const old = async () =>
      (await live('deployment', place.namespace, workloadName('orders', versions.from))).spec
    // Someone opens the route again by hand: the old version serves users.
    await place.patchRoute('orders', [
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 50 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 50 },
    ])
    await orders.untilVerified({ [versions.from]: 50, [versions.to]: 50 })
    const refused = await promoted.verb('release-manager', 'retire')
    expect([refused.status, refused.body.code], JSON.stringify(refused.body)).toEqual([422, 'blocked'])
    expect(await old()).toMatchObject({ replicas: 2 })
    await orders.setWeights('release-manager', { [versions.from]: 0, [versions.to]: 100 })
    const retired = await until(
      'the retirement',
      () => promoted.verb('release-manager', 'retire'),
      ({ status }) => status === 200,
      150,
    )
    expect(retired.body.state).toBe('promoted')
    expect(await old()).toMatchObject({ replicas: 0 })
    expect(await userErrors(place.namespace)).toBe(0)
  })
})
