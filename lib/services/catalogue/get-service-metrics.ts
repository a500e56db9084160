import type { z } from 'zod'
import type { MetricsQuery, ServiceMetricsDto } from '../../contracts/services'
import { isDomainError } from '../../domain/errors'
import { backingServices } from '../../domain/topology/service-hosts'
import type { Saturation } from '../../domain/topology/saturation'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireService, routesOf } from '../traffic/find-route'
import { chartAnnotations } from './chart-annotations'
import { chartSpan } from './chart-span'

/**
 * Series by version over a window or a chosen span, with what happened then as annotations. Saturation says why where
 * it could not be measured; the rest does not fail with it.
 */
export async function getServiceMetrics(
  ctx: ServiceContext,
  service: ServiceRef,
  query: z.output<typeof MetricsQuery>,
): Promise<ServiceMetricsDto> {
  await authorise(ctx, 'view', scopeOf(service))
  const { view } = requireService(ctx, service)
  const span = chartSpan(query, ctx.now())
  const routes = routesOf(ctx.ports, view, service)
  const end = span.live ? undefined : span.to
  const wanted = { namespace: service.namespace, versions: ctx.ports.podsOf(view, service) }
  const [versions, saturation, annotations] = await Promise.all([
    ctx.ports.metrics.series(service, span.window, span.step, backingServices(routes, service), end),
    ctx.ports.metrics.saturation(wanted, span.window, span.step, end).catch(unmeasured),
    chartAnnotations(ctx, service, { view, routes, span }),
  ])
  return {
    window: span.window,
    step: span.step,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    source: 'istio',
    versions,
    saturation,
    annotations,
  }
}

function unmeasured(error: unknown): Saturation {
  if (!isDomainError(error)) throw error
  return { problem: `not measured: ${error.message}`, versions: [] }
}
