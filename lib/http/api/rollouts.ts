import { BareMoveBody, OperationDto } from '../../contracts/moves'
import * as contract from '../../contracts/rollouts'
import type { RolloutVerb } from '../../domain/rollouts/rollout'
import type { ServiceContext } from '../../services/context'
import { changeRollout } from '../../services/rollouts/change-rollout'
import { getRollout, listRollouts } from '../../services/rollouts/read-rollouts'
import { requireRollout } from '../../services/rollouts/require-rollout'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { operationAnswer, operationStatuses } from './operation-answer'

const byId = {
  params: contract.RolloutPath,
  exists: (ctx: ServiceContext, { id }: { id: string }) => void requireRollout(ctx, id),
}

const verbRoute = (verb: RolloutVerb, summary: string): RouteEntry => ({
  path: `/rollouts/{id}/${verb}`,
  methods: {
    POST: endpoint({
      ...byId,
      summary,
      verbs: [verb],
      body: BareMoveBody,
      answer: OperationDto,
      success: operationStatuses,
      run: async (ctx, { params, body }) => {
        return operationAnswer(await changeRollout(ctx, verb, { id: params.id, ...body }))
      },
    }),
  },
})

/** Releases that controllers of the cluster run, whoever started them. */
export const rolloutRoutes: RouteEntry[] = [
  {
    path: '/rollouts',
    methods: {
      GET: endpoint({
        summary: 'Releases that others run: Deployments, Argo Rollouts, Flagger',
        verbs: ['view'],
        query: contract.RolloutsQuery,
        answer: contract.RolloutsPage,
        refusals: ['not-found'],
        run: async (ctx, { query: { all, ...query } }) => ({
          body: await listRollouts(ctx, { ...query, all: all === 'true' }),
        }),
      }),
    },
  },
  {
    path: '/rollouts/{id}',
    methods: {
      GET: endpoint({
        ...byId,
        summary: 'One of them',
        verbs: ['view'],
        answer: contract.RolloutDto,
        run: async (ctx, { params }) => ({ body: await getRollout(ctx, params.id) }),
      }),
    },
  },
  verbRoute('pause', 'Pause the rollout of a Deployment'),
  verbRoute('resume', 'Let a paused rollout go on'),
  verbRoute('undo', 'Put back the pod template that was there before'),
]
