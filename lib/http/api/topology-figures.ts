import { EdgeFiguresBody, EdgeFiguresDto } from '../../contracts/topology'
import { getEdgeFigures } from '../../services/topology/get-edge-figures'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

export const topologyFigureRoutes: RouteEntry[] = [
  {
    path: '/topology/figures',
    methods: {
      POST: endpoint({
        summary: 'Latencies and throughput of edges on screen',
        verbs: ['view'],
        body: EdgeFiguresBody,
        answer: EdgeFiguresDto,
        refusals: ['not-found', 'metrics-unavailable'],
        run: async (ctx, { body }) => ({ body: await getEdgeFigures(ctx, body) }),
      }),
    },
  },
]
