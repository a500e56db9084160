import { expositionType } from '../../domain/own-state'
import { readOwnMetrics } from '../../services/own-metrics/read-own-metrics'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { commonHeaders } from '../problem'

export const ownMetricsRoutes: RouteEntry[] = [
  {
    path: '/metrics',
    methods: {
      GET: endpoint({
        summary: 'Aviary itself, for Prometheus; also at /metrics',
        verbs: ['view'],
        media: ['text/plain'],
        run: async (ctx) => ({
          stream: new Response(await readOwnMetrics(ctx), {
            headers: { ...commonHeaders, 'content-type': expositionType },
          }),
        }),
      }),
    },
  },
]
