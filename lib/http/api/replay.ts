import { MarksDto, MarksQuery } from '../../contracts/topology'
import { listMarks } from '../../services/replay/list-marks'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

export const replayRoutes: RouteEntry[] = [
  {
    path: '/topology/marks',
    methods: {
      GET: endpoint({
        summary:
          'What happened in a span: operations, releases, changes made around Aviary, deployments, flags',
        verbs: ['view'],
        query: MarksQuery,
        answer: MarksDto,
        refusals: ['not-found'],
        run: async (ctx, { query }) => ({ body: await listMarks(ctx, query) }),
      }),
    },
  },
]
