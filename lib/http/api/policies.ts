import * as contract from '../../contracts/policies'
import { ReleaseRulesDto } from '../../contracts/release-rules'
import { changePolicy } from '../../services/access/policies/change-policy'
import { approvePolicy, rejectPolicy } from '../../services/access/policies/decide-proposal'
import { getPolicy, listPolicies, requirePolicy } from '../../services/access/policies/read-policies'
import type { ServiceContext } from '../../services/context'
import { readReleaseRules } from '../../services/releases/read-release-rules'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

const byRevision = {
  params: contract.PolicyPath,
  exists: async (ctx: ServiceContext, { revision }: { revision: string }) => {
    await requirePolicy(ctx, revision)
  },
}

export const policyRoutes: RouteEntry[] = [
  {
    path: '/release-rules',
    methods: {
      GET: endpoint({
        summary: 'Freezes, hours, limits and approvals for all releases, of what I may see',
        verbs: ['view'],
        answer: ReleaseRulesDto,
        run: async (ctx) => ({ body: await readReleaseRules(ctx) }),
      }),
    },
  },
  {
    path: '/policies',
    methods: {
      GET: endpoint({
        summary: 'The access policy: active, proposed and former texts',
        verbs: ['policy.edit', 'audit.read'],
        query: contract.PoliciesQuery,
        answer: contract.PoliciesDto,
        run: async (ctx, { query }) => ({ body: await listPolicies(ctx, query) }),
      }),
      PUT: endpoint({
        summary: 'Change the access policy, or propose it where two persons have to agree',
        verbs: ['policy.edit'],
        body: contract.ChangePolicyBody,
        answer: contract.PolicyChangeDto,
        success: [200, 202],
        refusals: ['reason-required', 'locks-out', 'conflict', 'read-only'],
        run: async (ctx, { body }) => {
          const change = await changePolicy(ctx, body)
          if (change.outcome !== 'proposed' || !change.version) return { body: change }
          const location = `/api/v1/policies/${change.version.revision}`
          return { status: 202, body: change, headers: { location } }
        },
      }),
    },
  },
  {
    path: '/policies/schema',
    methods: {
      GET: endpoint({
        summary: 'JSON Schema of the policy text',
        verbs: ['view'],
        answer: contract.PolicySchemaDto,
        run: (ctx) => Promise.resolve({ body: ctx.ports.policies.schema() }),
      }),
    },
  },
  {
    path: '/policies/{revision}',
    methods: {
      GET: endpoint({
        ...byRevision,
        summary: 'One text of the access policy, and the one that it was made from',
        verbs: ['policy.edit', 'audit.read'],
        answer: contract.PolicyWithBeforeDto,
        run: async (ctx, { params }) => ({ body: await getPolicy(ctx, params.revision) }),
      }),
    },
  },
  {
    path: '/policies/{revision}/approve',
    methods: {
      POST: endpoint({
        ...byRevision,
        summary: 'Put a proposed policy in force, as the second person',
        verbs: ['policy.edit'],
        body: contract.DecidePolicyBody,
        refusals: ['conflict', 'wrong-state', 'read-only'],
        answer: contract.PolicyDto,
        run: async (ctx, { params, body }) => ({
          body: await approvePolicy(ctx, { revision: params.revision, reason: body?.reason }),
        }),
      }),
    },
  },
  {
    path: '/policies/{revision}/reject',
    methods: {
      POST: endpoint({
        ...byRevision,
        summary: 'Reject a proposed policy; its author withdraws it',
        verbs: ['policy.edit'],
        body: contract.DecidePolicyBody,
        refusals: ['conflict', 'wrong-state', 'read-only'],
        answer: contract.PolicyDto,
        run: async (ctx, { params, body }) => ({
          body: await rejectPolicy(ctx, { revision: params.revision, reason: body?.reason }),
        }),
      }),
    },
  },
]
