import { z } from 'zod'
import { Id } from '../../contracts/common'
import * as contract from '../../contracts/releases'
import type { ReleaseRecord } from '../../domain/release/release'
import type { Verb } from '../../domain/access/verbs'
import type { ServiceContext } from '../../services/context'
import { abortRelease } from '../../services/releases/abort-release'
import { createRelease } from '../../services/releases/create-release'
import { getRelease, listReleases } from '../../services/releases/read-releases'
import { releaseDto } from '../../services/releases/release-dto'
import { previewRelease } from '../../services/releases/preview-release'
import type { VerbInput } from '../../services/releases/begin-verb'
import { retryRelease, startRelease } from '../../services/releases/launch-release'
import { promoteRelease } from '../../services/releases/promote-release'
import {
  deleteRelease,
  pauseRelease,
  promoteFully,
  resumeRelease,
} from '../../services/releases/release-verbs'
import { requireRelease } from '../../services/releases/require-release'
import { retireRelease } from '../../services/releases/retire-release'
import { setReleaseWeight } from '../../services/releases/set-release-weight'
import { undoRelease } from '../../services/releases/undo-release'
import { requireService } from '../../services/traffic/find-route'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

const byId = {
  params: z.object({ id: Id }),
  exists: async (ctx: ServiceContext, { id }: { id: string }) => {
    await requireRelease(ctx, id)
  },
}

const verbRoute = <B extends z.ZodType<object | undefined>>(
  name: string,
  summary: string,
  verbs: Verb[],
  bodyOf: B,
  run: (ctx: ServiceContext, input: VerbInput & z.output<B>) => Promise<ReleaseRecord>,
): RouteEntry => ({
  path: `/releases/{id}/${name}`,
  methods: {
    POST: endpoint({
      ...byId,
      summary,
      verbs,
      ...(name === 'abort' ? { lane: 'abort' as const } : {}),
      body: bodyOf,
      answer: contract.ReleaseDto,
      run: async (ctx, { params, body }) => {
        const release = await run(ctx, { id: params.id, ...body })
        ctx.ports.pokeEngine()
        return { body: await releaseDto(ctx, release) }
      },
    }),
  },
})

export const releaseRoutes: RouteEntry[] = [
  {
    path: '/releases',
    methods: {
      GET: endpoint({
        summary: 'Releases, newest first',
        verbs: ['view'],
        query: contract.ReleasesQuery,
        answer: contract.ReleasesPage,
        run: async (ctx, { query }) => ({ body: await listReleases(ctx, query) }),
      }),
      POST: endpoint({
        summary: 'Create a release as a draft, or preview it with dryRun',
        verbs: ['release.create'],
        body: contract.CreateReleaseBody,
        answer: z.union([contract.ReleaseDto, contract.ReleasePreviewDto]),
        success: [200, 201],
        run: async (ctx, { body }) => {
          requireService(ctx, body.service)
          if (body.dryRun) return { body: await previewRelease(ctx, body) }
          return { status: 201, body: await releaseDto(ctx, await createRelease(ctx, body)) }
        },
      }),
    },
  },
  {
    path: '/releases/{id}',
    methods: {
      GET: endpoint({
        ...byId,
        summary: 'One release; with wait it answers when it changes',
        verbs: ['view'],
        query: contract.ReleaseQuery,
        answer: contract.ReleaseDto,
        run: async (ctx, { params, query, signal, renewed }) => {
          const body = await getRelease(ctx, params.id, query, signal)
          // Whoever's session or token ended while they waited is told nothing.
          if (query.wait !== undefined) await renewed()
          return { body }
        },
      }),
      DELETE: endpoint({
        ...byId,
        summary: 'Delete a draft',
        verbs: ['release.create'],
        body: contract.VerbBody,
        run: async (ctx, { params }) => {
          await deleteRelease(ctx, { id: params.id })
          return { status: 204, body: null }
        },
      }),
    },
  },
  verbRoute('start', 'Start a draft', ['start'], contract.VerbBody, startRelease),
  verbRoute('pause', 'Stop the timers of the step in hand', ['pause'], contract.VerbBody, pauseRelease),
  verbRoute('resume', 'Go on with the same step', ['resume'], contract.ResumeBody, resumeRelease),
  verbRoute(
    'promote',
    'Finish this step now and go to the next',
    ['promote'],
    contract.PromoteBody,
    promoteRelease,
  ),
  verbRoute('promote-full', 'Straight to 100 %', ['promote.full'], contract.VerbBody, promoteFully),
  verbRoute('abort', 'Stable 100 % at once', ['abort'], contract.VerbBody, abortRelease),
  verbRoute('retry', 'A new attempt of the same plan', ['start'], contract.VerbBody, retryRelease),
  verbRoute('undo', 'Put the routes back as they were before', ['undo'], contract.VerbBody, undoRelease),
  verbRoute('retire', 'Scale the old version to zero', ['retire'], contract.VerbBody, retireRelease),
  {
    path: '/releases/{id}/weight',
    methods: {
      PUT: endpoint({
        ...byId,
        summary: 'Move the canary to a weight by hand; the release is paused',
        verbs: ['weight.increase', 'weight.decrease'],
        body: contract.SetWeightBody,
        answer: contract.ReleaseDto,
        run: async (ctx, { params, body }) => ({
          body: await releaseDto(ctx, await setReleaseWeight(ctx, { id: params.id, ...body })),
        }),
      }),
    },
  },
]
