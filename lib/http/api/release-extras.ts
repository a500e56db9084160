import { z } from 'zod'
import { CallDto, CallsPage, CallsQuery, WaitingAnswer } from '../../contracts/calls'
import { Id } from '../../contracts/common'
import {
  CreateTemplateBody,
  TemplateDto,
  TemplatePath,
  TemplatesPage,
  TemplatesQuery,
} from '../../contracts/plans'
import { ReleaseReportDto } from '../../contracts/release-report'
import * as contract from '../../contracts/releases'
import type { ServiceContext } from '../../services/context'
import { callDto, listCalls, requireCall } from '../../services/calls/read-calls'
import { retryCall } from '../../services/calls/retry-call'
import { approveRelease } from '../../services/releases/approve-release'
import { releaseDto } from '../../services/releases/release-dto'
import { releaseReport } from '../../services/releases/release-report'
import { exportRelease } from '../../services/releases/export-release'
import { listMeasurements } from '../../services/releases/read-measurements'
import { requireRelease } from '../../services/releases/require-release'
import { addTemplate, getTemplate, listTemplates, requireTemplate } from '../../services/releases/templates'
import { listWaiting } from '../../services/releases/waiting'
import { endpoint } from '../endpoint'
import { fileDownload } from '../file-download'
import type { RouteEntry } from '../match-path'

const byId = {
  params: z.object({ id: Id }),
  exists: async (ctx: ServiceContext, { id }: { id: string }) => {
    await requireRelease(ctx, id)
  },
}

/** What belongs to releases besides their verbs. */
export const releaseExtraRoutes: RouteEntry[] = [
  {
    path: '/releases/{id}/approvals',
    methods: {
      POST: endpoint({
        ...byId,
        summary: 'Approve or reject a plan, or a step that waits for it',
        verbs: ['approve'],
        body: contract.ApprovalBody,
        answer: contract.ReleaseDto,
        run: async (ctx, { params, body }) => {
          const release = await approveRelease(ctx, { id: params.id, ...body })
          ctx.ports.pokeEngine()
          return { body: await releaseDto(ctx, release) }
        },
      }),
    },
  },
  {
    path: '/releases/{id}/measurements',
    methods: {
      GET: endpoint({
        ...byId,
        summary: 'Everything that the release was judged by, newest first',
        verbs: ['view'],
        query: contract.MeasurementsQuery,
        answer: contract.MeasurementsPage,
        run: async (ctx, { params, query }) => ({ body: await listMeasurements(ctx, params.id, query) }),
      }),
    },
  },
  {
    path: '/releases/{id}/export',
    methods: {
      GET: endpoint({
        ...byId,
        summary:
          'Everything that is known of the release, as one file; audit events for those who may read them',
        verbs: ['view'],
        media: ['application/json'],
        run: async (ctx, { params, headers }) => ({
          stream: fileDownload(await exportRelease(ctx, params.id), {
            fileName: `release-${params.id}.json`,
            contentType: 'application/json',
            requestId: ctx.requestId,
            headers,
          }),
        }),
      }),
    },
  },
  {
    path: '/releases/{id}/report',
    methods: {
      GET: endpoint({
        ...byId,
        summary: 'What shows how the release went: record, evidence, and its audit events with their places',
        verbs: ['audit.export'],
        answer: ReleaseReportDto,
        run: async (ctx, { params }) => ({
          body: await releaseReport(ctx, params.id),
          headers: { 'content-disposition': `attachment; filename="release-${params.id}-report.json"` },
        }),
      }),
    },
  },
  {
    path: '/waiting',
    methods: {
      GET: endpoint({
        summary: 'What waits for a person, oldest first',
        verbs: ['view'],
        answer: WaitingAnswer,
        run: async (ctx) => ({ body: await listWaiting(ctx) }),
      }),
    },
  },
  {
    path: '/templates',
    methods: {
      GET: endpoint({
        summary: 'The newest version of each plan template; with name, all versions of that one',
        verbs: ['view'],
        query: TemplatesQuery,
        answer: TemplatesPage,
        run: async (ctx, { query }) => ({ body: await listTemplates(ctx, query) }),
      }),
      POST: endpoint({
        summary: 'Keep a plan under a name, as its next version',
        verbs: ['release.create'],
        body: CreateTemplateBody,
        answer: TemplateDto,
        success: [201],
        run: async (ctx, { body }) => ({ status: 201, body: await addTemplate(ctx, body) }),
      }),
    },
  },
  {
    path: '/templates/{name}',
    methods: {
      GET: endpoint({
        summary: 'The newest version of a plan template',
        verbs: ['view'],
        params: TemplatePath,
        exists: async (ctx, { name }) => {
          await requireTemplate(ctx, name)
        },
        answer: TemplateDto,
        run: async (ctx, { params }) => ({ body: await getTemplate(ctx, params.name) }),
      }),
    },
  },
  {
    path: '/calls',
    methods: {
      GET: endpoint({
        summary: 'Outgoing webhooks and what became of them, newest first',
        verbs: ['view'],
        query: CallsQuery,
        answer: CallsPage,
        run: async (ctx, { query }) => ({ body: await listCalls(ctx, query) }),
      }),
    },
  },
  {
    path: '/calls/{id}/retry',
    methods: {
      POST: endpoint({
        summary: 'Send a call now, once more where it was given up',
        verbs: ['policy.edit'],
        params: byId.params,
        exists: async (ctx, { id }) => {
          await requireCall(ctx, id)
        },
        body: contract.VerbBody,
        answer: CallDto,
        run: async (ctx, { params, body }) => {
          const call = await retryCall(ctx, { id: params.id, ...body })
          ctx.ports.pokeEngine()
          return { body: callDto(call) }
        },
      }),
    },
  },
]
