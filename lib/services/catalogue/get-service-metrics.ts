import type { z } from 'zod'
import type { MetricsQuery, ServiceMetricsDto } from '../../contracts/services'
import { backingServices } from '../../domain/topology/service-hosts'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireService, routesOf } from '../traffic/find-route'

const seconds = (text: string): number =>
  Number(text.slice(0, -1)) * ({ s: 1, m: 60, h: 3600 }[text.slice(-1)] ?? 1)
const points = 120
const longest = 6 * 3600

/** Series by version over a window, with the operations of that time as annotations. */
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
  const [versions, operations] = await Promise.all([
    ctx.ports.metrics.series(service, window, step, others),
    ctx.ports.store.operations.list({ service, limit: 200 }),
  ])
  return {
    window,
    step,
    source: 'istio',
    versions,
    annotations: operations.items
      .filter((operation) => operation.outcome === 'applied' && Date.parse(operation.at) >= since)
      .map((operation) => ({
        at: operation.at,
        operation: operation.id,
        words: operation.action,
        actor: operation.actor.name,
      })),
  }
}
