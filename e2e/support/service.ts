import type { OperationDto } from '@/lib/contracts/moves'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { DataPlaneId } from '@/lib/domain/traffic/model'
import type { Reply, Role } from './target'
import { call, clusterName, until } from './target'

/** One service of the cluster under test, with the calls that walks are made of. */
export interface Subject {
  path: string
  ref: { cluster: string; namespace: string; name: string }
  detail(): Promise<ServiceDetailDto>
  /** Of the route that holds the rule. */
  routePath(): Promise<string>
  rulePath(): Promise<string>
  setWeights(
    role: Role,
    weights: Record<string, unknown>,
    extra?: Record<string, unknown>,
  ): Promise<Reply<OperationDto>>
  weights(): Promise<Record<string, number>>
  untilWeights(wanted: Record<string, number>): Promise<void>
  untilVerified(wanted: Record<string, number>, seconds?: number): Promise<ServiceDetailDto>
}

/** The service by its first rule that has the version, of a data plane where that matters, once Aviary sees one. */
export async function subjectWith(
  namespace: string,
  name: string,
  version: string,
  dataPlane?: DataPlaneId,
): Promise<Subject> {
  const path = `/services/${await clusterName()}/${namespace}/${name}`
  const found = await until(
    `${name} with a rule for ${version}`,
    async () => {
      const { status, body } = await call<Partial<ServiceDetailDto>>('viewer', 'GET', path)
      const routes = status === 200 ? (body.routes ?? []) : []
      const own = routes.filter((route) => dataPlane === undefined || route.dataPlane === dataPlane)
      const rules = own.flatMap((route) => route.rules)
      return rules.find(({ destinations }) => destinations.some(({ key }) => key === version))
    },
    (rule) => rule !== undefined,
  )
  return subject(namespace, name, found?.id)
}

export async function subject(namespace: string, name: string, ruleName = 'main'): Promise<Subject> {
  const cluster = await clusterName()
  const path = `/services/${cluster}/${namespace}/${name}`
  const detail = async () => (await call<ServiceDetailDto>('viewer', 'GET', path)).body
  const place = async () => {
    const { routes } = await detail()
    const route = routes.find((candidate) => candidate.rules.some((rule) => rule.id === ruleName))
    const rule = route?.rules.find((candidate) => candidate.id === ruleName)
    if (!route || !rule) throw new Error(`${name} has no rule ${ruleName}`)
    return { route, rule }
  }
  const routePath = async () => `${path}/routes/${(await place()).route.id}`
  const rulePath = async () => `${await routePath()}/rules/${ruleName}`
  const weights = async () =>
    Object.fromEntries((await place()).rule.destinations.map(({ key, weight }) => [key, weight]))
  const same = (a: Record<string, number>, b: Record<string, number>) =>
    Object.entries(b).every(([key, weight]) => a[key] === weight)
  return {
    path,
    ref: { cluster, namespace, name },
    detail,
    routePath,
    rulePath,
    weights,
    setWeights: async (role, split, extra = {}) =>
      call<OperationDto>(role, 'PUT', `${await rulePath()}/weights`, { weights: split, ...extra }),
    untilWeights: async (wanted) => {
      await until(`${name} at ${JSON.stringify(wanted)}`, weights, (now) => same(now, wanted))
    },
    untilVerified: async (wanted, seconds = 120) =>
      until(
        `${name} verified at ${JSON.stringify(wanted)}`,
        detail,
        (now) => {
          const rule = now.routes.flatMap(({ rules }) => rules).find(({ id }) => id === ruleName)
          const live = Object.fromEntries((rule?.destinations ?? []).map(({ key, weight }) => [key, weight]))
          const seen = now.observed?.rules.find((entry) => entry.rule === ruleName)
          return same(live, wanted) && seen?.verification.state === 'verified'
        },
        seconds,
      ),
  }
}
