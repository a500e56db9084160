import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { changes, changesBetween, live, onRealControlPlane, snapshot } from '../support/cluster'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subjectWith } from '../support/service'
import { call, clusterName, until } from '../support/target'

const namespace = 'bazaar'
const timeout = 300_000

/** How Traefik canaries are done today, on the bazaar; under real load in e2e/cluster/a5-traefik.spec.ts (A5). */
describe('Traefik canary (A5)', () => {
  let cluster: string
  const detailOf = async (name: string) =>
    (await call<ServiceDetailDto>('viewer', 'GET', `/services/${cluster}/${namespace}/${name}`)).body
  const rulesOf = (detail: ServiceDetailDto): RuleDto[] => detail.routes.flatMap(({ rules }) => rules)

  beforeAll(async () => {
    cluster = await clusterName()
  })

  describe('(i) beta testers are pinned by a cookie', () => {
    it('shows the rule that pins them, above the one for all others', async () => {
      const detail = await until(
        'the three rules of lantern',
        () => detailOf('lantern'),
        (seen) => rulesOf(seen).length === 3,
      )
      const pinned = rulesOf(detail).find(({ match }) => match.flat().some(({ kind }) => kind === 'cookie'))
      expect(pinned?.match).toEqual([
        expect.arrayContaining([
          { kind: 'host', op: 'exact', value: 'lantern.bazaar.example' },
          { kind: 'cookie', name: 'beta', op: 'exact', value: 'true' },
        ]) as unknown,
      ])
      expect(pinned?.destinations).toMatchObject([{ version: 'v2', percent: 100 }])
      expect(pinned?.precedence).toMatch(/100/)
      const others = rulesOf(detail).find(({ destinations }) => destinations.length === 2)
      expect(others?.destinations).toMatchObject([
        { key: 'v1', percent: 100 },
        { key: 'v2', percent: 0 },
      ])
    })

    it('serves them by the canary, as its telemetry tells, and nobody else', { timeout }, async () => {
      if (onRealControlPlane()) {
        say('nobody asks this real Traefik for lantern; a5-traefik.spec.ts does so for its own routes')
        expect((await detailOf('lantern')).observed?.versions.filter(({ rate }) => rate > 0)).toEqual([])
        return
      }
      const seen = await until(
        'requests of lantern',
        () => detailOf('lantern'),
        ({ observed }) => (observed?.versions.find(({ version }) => version === 'v2')?.rate ?? 0) > 0.5,
      )
      const shares = (seen.observed?.versions ?? []).map(
        ({ version, percent }) => `${version} ${percent.toFixed(1)} %`,
      )
      say(`lantern, 5 % of the people with the cookie and a host of its own: ${shares.join(', ')}`)
    })

    it('pins them by a match that Aviary makes and takes away', async () => {
      const stall = await subjectWith(namespace, 'stall', 'v2', 'traefik')
      const before = await snapshot(namespace)
      const made = await call<OperationDto>('release-manager', 'POST', `${await stall.routePath()}/matches`, {
        name: 'beta',
        to: 'v2',
        when: [{ cookie: 'beta', exact: 'true' }],
      })
      expect([made.status, made.body.outcome], JSON.stringify(made.body)).toEqual([200, 'applied'])
      const { body } = await until(
        'the rule of the match',
        () => call<ServiceDetailDto>('viewer', 'GET', stall.path),
        (reply) => rulesOf(reply.body).some(({ madeBy }) => madeBy === 'beta'),
      )
      const rule = rulesOf(body).find(({ madeBy }) => madeBy === 'beta')
      expect(rule?.destinations).toMatchObject([{ version: 'v2', percent: 100 }])
      expect(changesBetween(before, await snapshot(namespace))).toEqual(['IngressRoute/stall/spec/routes/1'])
      const gone = await call<OperationDto>(
        'release-manager',
        'DELETE',
        `${await stall.routePath()}/matches/${rule?.id ?? ''}`,
      )
      expect([gone.status, gone.body.outcome], JSON.stringify(gone.body)).toEqual([200, 'applied'])
      expect(changesBetween(before, await snapshot(namespace))).toEqual([])
    })
  })

  describe('(ii) a legacy service has a share beside the versions', () => {
    let mix: Subject

    beforeAll(async () => {
      mix = await subjectWith(namespace, 'legacy-mix', 'v2', 'traefik')
    })

    afterAll(async () => {
      await mix.setWeights('release-manager', { v1: 5, v2: 5 })
    })

    const entryOf = ({ spec }: Awaited<ReturnType<typeof live>>) =>
      (spec as { weighted: { services: unknown[] } }).weighted.services[2]

    it('shows 5/5/1 as 45.5/45.5/9.1 %', async () => {
      const [rule] = rulesOf(await mix.detail())
      expect(rule?.total).toBe(11)
      expect(rule?.destinations.map(({ percent }) => percent.toFixed(1))).toEqual(['45.5', '45.5', '9.1'])
      const legacy = rule?.destinations[2]
      const written = await live('traefikservices.traefik.io', namespace, 'legacy-mix')
      expect(legacy).toMatchObject({ host: (entryOf(written) as { name: string }).name, weight: 1 })
      expect(legacy?.version).toBeUndefined()
      const badges = (await mix.detail()).routes[0]?.badges?.map(({ kind }) => kind)
      expect(badges).toContain('external-name')
    })

    it('moves the versions and leaves the legacy entry as it is', { timeout }, async () => {
      const written = await live('traefikservices.traefik.io', namespace, 'legacy-mix')
      const moved = await mix.setWeights('release-manager', { v1: 8, v2: 2 })
      expect([moved.status, moved.body.outcome], JSON.stringify(moved.body)).toEqual([200, 'applied'])
      const after = await live('traefikservices.traefik.io', namespace, 'legacy-mix')
      expect(changes(written, after)).toEqual([
        '/spec/weighted/services/0/weight',
        '/spec/weighted/services/1/weight',
      ])
      expect(entryOf(after)).toEqual(entryOf(written))
      await mix.untilWeights({ v1: 8, v2: 2 })
      const [rule] = rulesOf(await mix.detail())
      expect(rule?.destinations.map(({ percent }) => percent.toFixed(1))).toEqual(['72.7', '18.2', '9.1'])

      const back = await mix.setWeights('release-manager', { v1: 5, v2: 5 })
      expect(back.body.outcome).toBe('applied')
      expect(changes(written, await live('traefikservices.traefik.io', namespace, 'legacy-mix'))).toEqual([])
      const wrong = await mix.setWeights('release-manager', { v1: 50, v2: 50 })
      expect([wrong.status, (wrong.body as unknown as ProblemDto).code]).toEqual([422, 'invalid'])
    })
  })

  it('(iii) a separate canary host is a rule of its own', async () => {
    const { routes } = await detailOf('lantern')
    expect(routes.flatMap(({ hosts }) => hosts)).toContain('canary.lantern.bazaar.example')
    const own = routes
      .flatMap(({ rules }) => rules)
      .find(({ match }) => match.flat().some(({ value }) => value === 'canary.lantern.bazaar.example'))
    expect(own?.destinations).toMatchObject([{ version: 'v2', percent: 100 }])
  })

  it('(iv) sticky cookies make the share unverifiable, said with the reason and the way out', async () => {
    const detail = await until(
      'the verification of badge',
      () => detailOf('badge'),
      ({ observed }) => observed?.verification.reason === 'sticky',
    )
    expect(rulesOf(detail)[0]?.sticky).toMatch(/badge/)
    expect(detail.observed?.verification.state).toBe('unverifiable')
    const finding = detail.findings.find(({ code }) => code === 'sticky-canary')
    expect(finding?.detail).toMatch(/users?/)
    expect(finding?.remedy).toMatch(/[Pp]in/)
    const { match } = detail.routes[0]?.capabilities ?? {}
    expect(match).toContain('cookie')
  })
})
