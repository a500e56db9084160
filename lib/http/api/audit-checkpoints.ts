import { z } from 'zod'
import * as contract from '../../contracts/audit-checkpoints'
import { Id } from '../../contracts/common'
import { listCheckpoints } from '../../services/audit/checkpoints'
import { acknowledgeIncident, listIncidents, requireIncident } from '../../services/audit/incidents'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

export const auditCheckpointRoutes: RouteEntry[] = [
  {
    path: '/audit/checkpoints',
    methods: {
      GET: endpoint({
        summary: 'Signed checkpoints of the audit log, newest first',
        verbs: ['audit.read'],
        query: contract.CheckpointQuery,
        answer: contract.CheckpointPage,
        run: async (ctx, { query }) => ({ body: await listCheckpoints(ctx, query) }),
      }),
    },
  },
  {
    path: '/audit/incidents',
    methods: {
      GET: endpoint({
        summary: 'Times when the audit log went back behind a checkpoint, newest first',
        verbs: ['audit.read'],
        query: contract.CheckpointQuery,
        answer: contract.IncidentPage,
        run: async (ctx, { query }) => ({ body: await listIncidents(ctx, query) }),
      }),
    },
  },
  {
    path: '/audit/incidents/{id}/acknowledge',
    methods: {
      POST: endpoint({
        summary: 'Accept that the audit log went back, so that moves and releases go on',
        verbs: ['policy.edit'],
        params: z.object({ id: Id }),
        exists: async (ctx, { id }) => {
          await requireIncident(ctx, id)
        },
        body: contract.AcknowledgeBody,
        answer: contract.IncidentDto,
        refusals: ['conflict'],
        run: async (ctx, { params, body }) => {
          const incident = await acknowledgeIncident(ctx, { id: params.id, reason: body.reason })
          ctx.ports.pokeEngine()
          return { body: incident }
        },
      }),
    },
  },
]
