import { z } from 'zod'
import * as contract from '../../contracts/access'
import { Id } from '../../contracts/common'
import { listSessions, revokeSession } from '../../services/access/sessions'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

export const sessionRoutes: RouteEntry[] = [
  {
    path: '/sessions',
    methods: {
      GET: endpoint({
        summary: 'My live sessions, or with all=true those of all people',
        verbs: ['view'],
        query: contract.PeopleQuery,
        answer: contract.SessionsPage,
        run: async (ctx, { query }) => ({ body: await listSessions(ctx, query) }),
      }),
    },
  },
  {
    path: '/sessions/{id}',
    methods: {
      DELETE: endpoint({
        summary: 'End one of my sessions, or with tokens.others anybody’s',
        verbs: ['view'],
        params: z.object({ id: Id }),
        run: async (ctx, { params }) => {
          await revokeSession(ctx, params.id)
          return { status: 204, body: null }
        },
      }),
    },
  },
]
