import { authorise, everywhere } from '../authorise'
import type { ServiceContext } from '../context'

/** The exposition of Aviary itself, Prometheus' text format 0.0.4. It is about all services: `view` everywhere is needed. */
export async function readOwnMetrics(ctx: ServiceContext): Promise<string> {
  await authorise(ctx, 'view', everywhere)
  return ctx.ports.ownMetrics()
}
