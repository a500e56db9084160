import { z } from 'zod'
import * as contract from '../../contracts/audit'
import { getAuditEvent, listAudit, verifyAudit } from '../../services/audit/read-audit'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

export const auditRoutes: RouteEntry[] = [
  {
    path: '/audit',
    methods: {
      GET: endpoint({
        summary: 'Audit events, newest first',
        verbs: ['audit.read'],
        query: contract.AuditQueryParams,
        answer: contract.AuditPage,
        run: async (ctx, { query }) => ({ body: await listAudit(ctx, query) }),
      }),
    },
  },
  {
    path: '/audit/verify',
    methods: {
      GET: endpoint({
        summary: 'Walk the hash chain',
        verbs: ['audit.verify'],
        answer: contract.AuditVerifyDto,
        run: async (ctx) => ({ body: await verifyAudit(ctx) }),
      }),
    },
  },
  {
    path: '/audit/{seq}',
    methods: {
      GET: endpoint({
        summary: 'One audit event',
        verbs: ['audit.read'],
        params: z.object({
          seq: z
            .string()
            .regex(/^\d{1,15}$/)
            .transform(Number),
        }),
        answer: contract.AuditEventDto,
        run: async (ctx, { params }) => ({ body: await getAuditEvent(ctx, params.seq) }),
      }),
    },
  },
]
