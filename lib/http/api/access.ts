import { z } from 'zod'
import { Id } from '../../contracts/common'
import * as contract from '../../contracts/access'
import { canI, me } from '../../services/access/me'
import { createToken, listTokens, revokeToken } from '../../services/access/tokens'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

export const accessRoutes: RouteEntry[] = [
  {
    path: '/me',
    methods: {
      GET: endpoint({
        summary: 'Who I am and what I may do',
        verbs: ['view'],
        answer: contract.MeDto,
        run: (ctx) => Promise.resolve({ body: me(ctx) }),
      }),
    },
  },
  {
    path: '/me/can',
    methods: {
      GET: endpoint({
        summary: 'Whether I may, and which rule decides',
        verbs: ['view'],
        query: contract.CanQuery,
        answer: contract.CanDto,
        run: (ctx, { query }) => Promise.resolve({ body: canI(ctx, query) }),
      }),
    },
  },
  {
    path: '/tokens',
    methods: {
      GET: endpoint({
        summary: 'My API tokens, or with all=true those of all people',
        verbs: ['view'],
        query: contract.PeopleQuery,
        answer: contract.TokensPage,
        run: async (ctx, { query }) => ({ body: await listTokens(ctx, query) }),
      }),
      POST: endpoint({
        summary: 'Make an API token; the secret is shown once',
        verbs: ['view'],
        body: contract.CreateTokenBody,
        answer: contract.CreatedTokenDto,
        success: [201],
        secret: true,
        run: async (ctx, { body }) => ({ status: 201, body: await createToken(ctx, body) }),
      }),
    },
  },
  {
    path: '/tokens/{id}',
    methods: {
      DELETE: endpoint({
        summary: 'Revoke one of my tokens, or with tokens.others anybody’s',
        verbs: ['view'],
        params: z.object({ id: Id }),
        run: async (ctx, { params }) => {
          await revokeToken(ctx, params.id)
          return { status: 204, body: null }
        },
      }),
    },
  },
]
