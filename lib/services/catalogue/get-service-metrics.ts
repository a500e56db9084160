import type { z } from 'zod'
import type { MetricsQuery, ServiceMetricsDto } from '../../contracts/services'
import { backingServices } from '../../domain/topology/service-hosts'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { flagChanges } from '../flags/flag-changes'
import { requireService, routesOf } from '../traffic/find-route'

const seconds = (text: string): number =>
  Number(text.slice(0, -1)) * ({ s: 1, m: 60, h: 3600 }[text.slice(-1)] ?? 1)
const points = 120
const longest = 6 * 3600

/** Series by version over a window, with the operations and the changes of feature flags of that time as annotations. */
export async function getServiceMetrics(
  ctx: ServiceContext,
  service: ServiceRef,
  query: z.output<typeof MetricsQuery>,
): Promise<ServiceMetricsDto> {
  await authorise(ctx, 'view', scopeOf(service))
  const { view } = requireService(ctx, service)
  const others = backingServices(routesOf(ctx.ports, view, service), service)
  const window = Math.min(longest, Math.max(60, seconds(query.window)))
  const step = Math.max(
    5,
    Math.ceil(window / 500),
    query.step === undefined ? Math.ceil(window / points) : seconds(query.step),
  )
  const since = ctx.now().getTime() - window * 1000
  const [versions, operations, flags] = await Promise.all([
    ctx.ports.metrics.series(service, window, step, others),
    ctx.ports.store.operations.list({ service, limit: 200 }),
    flagChanges(ctx, service, { from: new Date(since).toISOString(), limit: 200 }),
  ])
  return {
    window,
    step,
    source: 'istio',
    versions,
    annotations: [
      ...operations.items
        .filter(({ outcome }) => outcome === 'applied')
        .map(({ at, id, action, actor }) => ({
          at,
          kind: 'operation' as const,
          operation: id,
          words: action,
          actor: actor.name,
        })),
      ...flags.items.map(({ at, words, actor }) => ({ at, kind: 'flag' as const, words, actor: actor.name })),
    ].filter(({ at }) => Date.parse(at) >= since),
  }
}
