import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import type { RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { changes } from '../support/cluster'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subjectWith } from '../support/service'
import { call, until } from '../support/target'
import type { Load, Tally } from './http-load'
import { SERVICE_PORT, ingressRouteManifest, weightedManifest } from './traefik-manifests'
import type { TraefikStage } from './traefik-stage'
import { startTraefikStage } from './traefik-stage'

const RPS = 300
const versions = [
  { name: 'web-v1', weight: 90 },
  { name: 'web-v2', weight: 10 },
]
const mainRule = { match: 'Host(`web.example`)', services: [{ kind: 'TraefikService', name: 'web' }] }
const canaryRule = {
  match: 'Host(`canary.web.example`)',
  services: [{ name: 'web-v2', port: SERVICE_PORT }],
}

/** A5 (i)–(iv) on the real Traefik: moved through Aviary's API, measured by clients and by Aviary itself. */
describe('Traefik canary under real load (A5)', () => {
  let stage: TraefikStage
  let web: Subject
  let legacyPort: number

  beforeAll(async () => {
    stage = await startTraefikStage('a5')
    await stage.runs('web', { v1: { replicas: 2 }, v2: { replicas: 2 } })
    legacyPort = await stage.external('legacy')
    await stage.apply(
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: stage.namespace, labels: { app: 'web' } },
        spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: SERVICE_PORT, targetPort: 8080 }] },
      },
      weightedManifest(stage.namespace, 'web', versions),
      ingressRouteManifest(stage.namespace, 'web', [mainRule]),
    )
    await stage.serves({ host: 'web.example' })
    web = await subjectWith(stage.namespace, 'web', 'v1', 'traefik')
  })

  afterAll(() => stage.remove())

  const detail = async () => web.detail()
  const ruleOf = ({ routes }: ServiceDetailDto): RuleDto | undefined =>
    routes.flatMap(({ rules }) => rules).find(({ destinations }) => destinations.length > 1)
  const seenOf = (seen: ServiceDetailDto) =>
    seen.observed?.rules.find(({ rule }) => rule === ruleOf(seen)?.id)?.verification
  const move = async (weights: Record<string, number>) => {
    const moved = await web.setWeights('release-manager', weights)
    expect([moved.status, moved.body.outcome], JSON.stringify(moved.body)).toEqual([200, 'applied'])
  }
  /** What users ask for while Aviary looks; ended whatever becomes of the work. */
  const underLoad = async <T>(
    shape: Parameters<TraefikStage['load']>[0],
    work: (load: Load) => Promise<T>,
  ) => {
    const load = stage.load(shape, RPS)
    try {
      return await work(load)
    } finally {
      await load.stop()
    }
  }

  it('gives users the split that was asked for, and sees that it does', async () => {
    for (const [v1, v2] of [
      [90, 10],
      [75, 25],
      [50, 50],
    ] as const) {
      if (v2 !== 10) await move({ v1, v2 })
      await stage.settled('web', { 'web-v1': v1, 'web-v2': v2 })
      await underLoad({ host: 'web.example' }, async (load) => {
        load.reset()
        const seen = await web.untilVerified({ v1, v2 })
        const tally = load.tally()
        expect(tally.failures).toEqual({})
        const shares = new Map(
          (seen.observed?.versions ?? []).map(({ version, percent }) => [version, percent]),
        )
        say(
          `asked ${v1}/${v2}: clients ${percents(tally, 'v1', 'v2')} of ${tally.total}; Aviary ` +
            `${['v1', 'v2'].map((version) => (shares.get(version) ?? 0).toFixed(1)).join('/')} % of ${seenOf(seen)?.requestsSeen ?? 0}`,
        )
        expect(Math.abs(shareOf(tally, 'v2') - v2)).toBeLessThan(1)
        expect(Math.abs((shares.get('v2') ?? 0) - v2)).toBeLessThan(2)
      })
    }
    await move({ v1: 90, v2: 10 })
    await stage.settled('web', { 'web-v1': 90, 'web-v2': 10 })
  })

  it('(i) pins testers to the canary by a cookie, on the real Traefik, and lets them go', async () => {
    const before = await stage.live('ingressroute', 'web')
    const made = await call<OperationDto>('release-manager', 'POST', `${await web.routePath()}/matches`, {
      name: 'beta',
      to: 'v2',
      when: [{ cookie: 'beta', exact: 'true' }],
    })
    expect([made.status, made.body.outcome], JSON.stringify(made.body)).toEqual([200, 'applied'])
    const tester = { host: 'web.example', cookies: { theme: 'dark', beta: 'true' } }
    await until(
      'testers on the canary',
      () => stage.send(tester, 50),
      ({ versions: counts }) => counts['v2'] === 50,
    )
    const testers = await stage.send(tester, 500)
    const others = await stage.send(
      { host: 'web.example', cookies: { theme: 'dark', beta: 'trueish' } },
      1000,
    )
    say(
      `pinned by a cookie: testers ${percents(testers, 'v1', 'v2')}, all others ${percents(others, 'v1', 'v2')}`,
    )
    expect(testers).toEqual({ total: 500, versions: { v2: 500 }, failures: {} })
    expect(others).toEqual({ total: 1000, versions: { v1: 900, v2: 100 }, failures: {} })

    const rule = await until(
      'the rules of the match',
      async () =>
        (await detail()).routes.flatMap(({ rules }) => rules).find(({ madeBy }) => madeBy === 'beta'),
      (found) => found !== undefined,
    )
    const path = `${await web.routePath()}/matches/${rule?.id ?? ''}`
    const gone = await call<OperationDto>('release-manager', 'DELETE', path)
    expect([gone.status, gone.body.outcome], JSON.stringify(gone.body)).toEqual([200, 'applied'])
    expect(changes(before, await stage.live('ingressroute', 'web'))).toEqual([])
    await until(
      'testers as all others',
      () => stage.send(tester, 100),
      ({ versions: counts }) => counts['v1'] === 90,
    )
  })

  it('(ii) moves the versions beside a legacy service and leaves its share alone', async () => {
    const entries = [
      { name: 'web-v1', weight: 5 },
      { name: 'web-v2', weight: 5 },
      { name: 'legacy', weight: 1, port: legacyPort },
    ]
    await stage.apply(weightedManifest(stage.namespace, 'web', entries))
    await stage.settled('web', { 'web-v1': 5, 'web-v2': 5 })
    const [, , legacy] = entries
    const shown = await until('three destinations', detail, (seen) => ruleOf(seen)?.destinations.length === 3)
    expect(ruleOf(shown)?.destinations.map(({ percent }) => percent.toFixed(1))).toEqual([
      '45.5',
      '45.5',
      '9.1',
    ])
    const counts = async (asked: string) =>
      underLoad({ host: 'web.example' }, async (load) => {
        load.reset()
        const seen = await until(
          'requests that Aviary saw',
          detail,
          (now) => (seenOf(now)?.requestsSeen ?? 0) > 3000 && seenOf(now)?.state !== 'converging',
          120,
        )
        const tally = load.tally()
        const shares = (seen.observed?.versions ?? [])
          .map(({ version, percent }) => `${version} ${percent.toFixed(1)} %`)
          .join(', ')
        const { state, reason } = seenOf(seen) ?? {}
        say(
          `asked ${asked}: clients ${percents(tally, 'v1', 'v2', 'external')} of ${tally.total}; ` +
            `Aviary ${shares} (${state}: ${reason})`,
        )
        expect(tally.failures).toEqual({})
        return tally
      })
    const before = await counts('5/5/1')
    expect(Math.abs(shareOf(before, 'external') - 100 / 11)).toBeLessThan(1)

    const written = await stage.live('traefikservice', 'web')
    await move({ v1: 8, v2: 2 })
    const after = await stage.live('traefikservice', 'web')
    expect(changes(written, after)).toEqual([
      '/spec/weighted/services/0/weight',
      '/spec/weighted/services/1/weight',
    ])
    expect((after.spec as { weighted: { services: unknown[] } }).weighted.services[2]).toMatchObject(
      legacy ?? {},
    )
    await stage.settled('web', { 'web-v1': 8, 'web-v2': 2 })
    const moved = await counts('8/2/1')
    expect(Math.abs(shareOf(moved, 'external') - 100 / 11)).toBeLessThan(1)
    expect(Math.abs(shareOf(moved, 'v2') - 200 / 11)).toBeLessThan(1)
    await stage.apply(weightedManifest(stage.namespace, 'web', versions))
    await stage.settled('web', { 'web-v1': 90, 'web-v2': 10 })
  })

  it('(iii) serves a separate canary host by the canary alone, whatever the split', async () => {
    await web.untilWeights({ v1: 90, v2: 10 })
    await stage.apply(ingressRouteManifest(stage.namespace, 'web', [mainRule, canaryRule]))
    await stage.serves({ host: 'canary.web.example' })
    const shown = await until('the rule of the canary host', detail, ({ routes }) =>
      routes.some(({ hosts }) => hosts.includes('canary.web.example')),
    )
    expect(shown.routes.flatMap(({ rules }) => rules).map(({ destinations }) => destinations)).toContainEqual(
      [expect.objectContaining({ version: 'v2', percent: 100 })],
    )
    await move({ v1: 100, v2: 0 })
    await stage.settled('web', { 'web-v1': 100, 'web-v2': 0 })
    const canary = await stage.send({ host: 'canary.web.example' }, 300)
    const others = await stage.send({ host: 'web.example' }, 300)
    say(`canary host: ${percents(canary, 'v1', 'v2')}; main host at 100/0: ${percents(others, 'v1', 'v2')}`)
    expect(canary).toEqual({ total: 300, versions: { v2: 300 }, failures: {} })
    expect(others).toEqual({ total: 300, versions: { v1: 300 }, failures: {} })
    await stage.apply(ingressRouteManifest(stage.namespace, 'web', [mainRule]))
  })

  it('(iv) cannot verify a split that a sticky cookie keeps, and says so', async () => {
    const sticky = { sticky: { cookie: { name: 'lane' } } }
    const even = versions.map((each) => ({ ...each, weight: 50 }))
    await stage.apply(weightedManifest(stage.namespace, 'web', even, sticky))
    await stage.settled('web', { 'web-v1': 50, 'web-v2': 50 })
    await underLoad({ host: 'web.example', browsers: 7 }, async (load) => {
      const seen = await until(
        'requests that Aviary saw',
        detail,
        (now) =>
          ruleOf(now)?.sticky !== undefined &&
          now.routes.flatMap(({ rules }) => rules).length === 1 &&
          (seenOf(now)?.requestsSeen ?? 0) > 1000,
        120,
      )
      expect(seenOf(seen)).toMatchObject({ state: 'unverifiable', reason: 'sticky' })
      const finding = seen.findings.find(({ code }) => code === 'sticky-canary')
      expect(finding?.remedy).toMatch(/[Pp]in/)
      say(
        `seven browsers kept by a cookie at 50/50: clients ${percents(load.tally(), 'v1', 'v2')}; ` +
          `Aviary: ${seenOf(seen)?.state}, ${seenOf(seen)?.reason}`,
      )
    })
  })
})

function shareOf({ versions: counts }: Tally, version: string): number {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return total === 0 ? 0 : ((counts[version] ?? 0) / total) * 100
}

function percents(tally: Tally, ...names: string[]): string {
  return `${names.map((name) => shareOf(tally, name).toFixed(1)).join('/')} %`
}
