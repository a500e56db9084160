import { describe, expect, it } from 'vitest'
import type { DataPlaneId } from '@/lib/domain/traffic/model'
import type { RuleDto, ServiceDetailDto, ServiceRowDto } from '@/lib/contracts/services'
import { changesBetween, onRealControlPlane, snapshot } from '../support/cluster'
import { say } from '../support/say'
import { subject } from '../support/service'
import { call, clusterName, until } from '../support/target'

const demos: [string, DataPlaneId, RegExp][] = [
  ['shop', 'istio', /^VirtualService\/.*\/spec\/http\/\d+\/route\/\d+\/weight$/],
  ['market', 'gateway-api', /^HTTPRoute\/.*\/spec\/rules\/\d+\/backendRefs\/\d+\/weight$/],
  ['bazaar', 'traefik', /^(TraefikService|IngressRoute)\/.*\/services\/\d+\/weight$/],
  ['kiosk', 'kubernetes', /^Deployment\/.*\/spec\/replicas$/],
]

/** The least rate that a split of the demo has at every hour. */
const RATE = 300
const PERCENTS = 25

/** On the real control plane Traefik is real too, and what it serves is asked in e2e/cluster/a5-traefik.spec.ts. */
const isServed = (plane: DataPlaneId): boolean => plane !== 'traefik' || !onRealControlPlane()

/** One route, one rule, two versions that share everything, and nothing in the way of a move. */
function freeRule({ routes, findings, release }: ServiceDetailDto, plane: DataPlaneId): RuleDto | undefined {
  const [route, ...others] = routes
  const [rule, ...more] = route?.rules ?? []
  if (route?.dataPlane !== plane || rule === undefined || others.length > 0 || more.length > 0)
    return undefined
  const obstacles = [
    route.owner,
    release,
    rule.sticky,
    rule.fixed,
    ...rule.mirrors,
    ...findings.filter(({ severity }) => severity === 'blocking'),
  ]
  const split = rule.destinations.filter(({ version, weight }) => version !== undefined && weight > 0)
  const scale = plane === 'kubernetes' ? (rule.attainable ?? []).length > 2 : rule.total === 100
  const free = obstacles.every((obstacle) => obstacle === undefined)
  return free && scale && split.length === 2 && rule.destinations.length === 2 ? rule : undefined
}

/** A quarter for the second version; with pods, the attainable count next to a quarter. */
function target({ total, attainable, destinations }: RuleDto): Record<string, number> {
  const [first, second] = destinations
  const wanted = Math.round((total * PERCENTS) / 100)
  const counts = (attainable ?? [wanted]).filter((count) => count !== second?.weight && count > 0)
  const nearest = counts.reduce((best, count) =>
    Math.abs(count - wanted) < Math.abs(best - wanted) ? count : best,
  )
  return { [first?.key ?? '']: total - nearest, [second?.key ?? '']: nearest }
}

describe('a namespace for each data plane', () => {
  it.each(demos)(
    '%s has a live split of %s that is free to be moved: there, verified, and back',
    { timeout: 300_000 },
    async (namespace, plane, moves) => {
      const path = `/services?namespace=${namespace}&sort=rate`
      const rows = async () => (await call<{ items: ServiceRowDto[] }>('viewer', 'GET', path)).body.items
      const free = async () => {
        const cluster = await clusterName()
        const found = await Promise.all(
          (await rows()).map(async (row) => {
            const detail = await call<ServiceDetailDto>(
              'viewer',
              'GET',
              `/services/${cluster}/${namespace}/${row.name}`,
            )
            const rule = freeRule(detail.body, plane)
            return rule && (!isServed(plane) || (row.rate ?? 0) >= RATE)
              ? [{ name: row.name, rate: row.rate, rule }]
              : []
          }),
        )
        return found.flat()
      }
      const candidates = await until(`a free split in ${namespace}`, free, (found) => found.length > 0)
      const [chosen] = candidates
      if (chosen === undefined) throw new Error('none')
      const { name, rule, rate } = chosen
      const web = await subject(namespace, name, rule.id)
      const start = await web.weights()
      const wanted = target(rule)
      const before = await snapshot(namespace)
      const settled = async (weights: Record<string, number>) => {
        if (isServed(plane)) return web.untilVerified(weights)
        await web.untilWeights(weights)
        return web.detail()
      }
      if (!isServed(plane)) say(`${namespace}: nobody asks this real Traefik here, so no share is verified`)
      await settled(start)

      try {
        const moved = await web.setWeights('release-manager', wanted, { total: rule.total })
        expect([moved.status, moved.body.outcome], JSON.stringify(moved.body)).toEqual([200, 'applied'])
        const seen = await settled(wanted)
        const { versions = [], verification } = seen.observed ?? {}
        const shares = versions.map(({ version, percent }) => `${version} ${percent.toFixed(1)} %`).join(', ')
        say(
          `${namespace}/${name} (${plane}, ${Math.round(rate ?? 0)}/s): asked ${JSON.stringify(wanted)} of ` +
            `${rule.total}, seen ${shares} after ${verification?.requestsSeen ?? 0} requests`,
        )
        const changed = changesBetween(before, await snapshot(namespace))
        expect(changed).toHaveLength(2)
        for (const each of changed) expect(each).toMatch(moves)
      } finally {
        const back = await web.setWeights('release-manager', start, { total: rule.total })
        expect([back.status, back.body.outcome], JSON.stringify(back.body)).toEqual([200, 'applied'])
      }
      await settled(start)
      expect(changesBetween(before, await snapshot(namespace))).toEqual([])
    },
  )
})
