import type { z } from 'zod'
import type { GraphDto, TopologyQuery } from '../../contracts/topology'
import { authorise } from '../authorise'
import type { ServiceContext } from '../context'

/** placeholder until the builder stands */
export async function getTopology(
  ctx: ServiceContext,
  query: z.output<typeof TopologyQuery>,
): Promise<GraphDto> {
  await authorise(ctx, 'view', { cluster: query.cluster })
  return {
    at: ctx.now().toISOString(),
    window: 60,
    source: 'istio',
    age: 0,
    stale: false,
    level: query.level,
    nodes: [],
    edges: [],
    hidden: 0,
  }
}
