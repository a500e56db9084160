import { z } from 'zod'
import { Id } from '../../contracts/common'
import * as contract from '../../contracts/moves'
import { DomainError } from '../../domain/errors'
import { getOperation, listOperations } from '../../services/operations/read-operations'
import { requireOperation, undoOperation } from '../../services/operations/undo-operation'
import { requireRoute, requireRule, requireService } from '../../services/traffic/find-route'
import { addDestination, removeDestination } from '../../services/traffic/change-destinations'
import { removeMirror, setMirror } from '../../services/traffic/change-mirror'
import { setWeights } from '../../services/traffic/set-weights'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { operationAnswer as answer, operationStatuses } from './operation-answer'
import { ruleExists, rulePath, serviceRef } from './service-path'

const rule = '/services/{c}/{ns}/{name}/routes/{route}/rules/{rule}'

export const moveRoutes: RouteEntry[] = [
  {
    path: `${rule}/weights`,
    methods: {
      PUT: endpoint({
        ...rulePath,
        summary: 'Move traffic between the destinations of a rule',
        verbs: ['weight.increase', 'weight.decrease'],
        exists: ruleExists,
        body: contract.SetWeightsBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          answer(
            await setWeights(ctx, {
              service: serviceRef(params),
              route: params.route,
              rule: params.rule,
              ...body,
            }),
          ),
      }),
    },
  },
  {
    path: `${rule}/destinations`,
    methods: {
      POST: endpoint({
        ...rulePath,
        summary: 'Add a version to a rule at weight 0',
        verbs: ['add-version'],
        exists: ruleExists,
        body: contract.AddDestinationBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          answer(
            await addDestination(ctx, {
              service: serviceRef(params),
              route: params.route,
              rule: params.rule,
              ...body,
            }),
          ),
      }),
    },
  },
  {
    path: `${rule}/destinations/{key}`,
    methods: {
      DELETE: endpoint({
        summary: 'Take a destination at weight 0 away',
        verbs: ['add-version'],
        params: contract.DestinationPath,
        scope: rulePath.scope,
        exists: (ctx, params) => {
          const service = serviceRef(params)
          const found = requireRule(
            requireRoute(ctx.ports, requireService(ctx, service).view, service, params.route).route,
            params.rule,
          )
          if (!found.destinations.some(({ key }) => key === params.key))
            throw new DomainError('not-found', `The rule has no destination ${params.key}.`)
        },
        body: contract.BareMoveBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          answer(
            await removeDestination(ctx, {
              service: serviceRef(params),
              route: params.route,
              rule: params.rule,
              key: params.key,
              ...body,
            }),
          ),
      }),
    },
  },
  {
    path: `${rule}/mirror`,
    methods: {
      PUT: endpoint({
        ...rulePath,
        summary: 'Mirror a share of the requests to a version',
        verbs: ['mirror.start'],
        exists: ruleExists,
        body: contract.SetMirrorBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          answer(
            await setMirror(ctx, {
              service: serviceRef(params),
              route: params.route,
              rule: params.rule,
              ...body,
            }),
          ),
      }),
      DELETE: endpoint({
        ...rulePath,
        summary: 'Stop mirroring',
        verbs: ['mirror.stop'],
        exists: ruleExists,
        body: contract.RemoveMirrorBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          answer(
            await removeMirror(ctx, {
              service: serviceRef(params),
              route: params.route,
              rule: params.rule,
              ...body,
            }),
          ),
      }),
    },
  },
  {
    path: '/operations',
    methods: {
      GET: endpoint({
        summary: 'Operations, newest first',
        verbs: ['view'],
        query: contract.OperationsQuery,
        answer: contract.OperationsPage,
        run: async (ctx, { query }) => ({ body: await listOperations(ctx, query) }),
      }),
    },
  },
  {
    path: '/operations/{id}',
    methods: {
      GET: endpoint({
        summary: 'One operation',
        verbs: ['view'],
        params: z.object({ id: Id }),
        exists: async (ctx, { id }) => {
          await requireOperation(ctx, id)
        },
        answer: contract.OperationDto,
        run: async (ctx, { params }) => ({ body: await getOperation(ctx, params.id) }),
      }),
    },
  },
  {
    path: '/operations/{id}/undo',
    methods: {
      POST: endpoint({
        summary: 'Take an operation back by a small patch',
        verbs: ['undo'],
        params: z.object({ id: Id }),
        exists: async (ctx, { id }) => {
          await requireOperation(ctx, id)
        },
        body: contract.BareMoveBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) => answer(await undoOperation(ctx, { id: params.id, ...body })),
      }),
    },
  },
]
