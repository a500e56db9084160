import * as contract from '../../contracts/moves'
import { ServicePath } from '../../contracts/services'
import { createRoute } from '../../services/routes/create-route'
import { removeRoute } from '../../services/routes/remove-route'
import { removeFault, setFault } from '../../services/traffic/change-fault'
import { removeMatch, setMatch } from '../../services/traffic/change-match'
import { cutOver } from '../../services/traffic/cut-over'
import { requireService } from '../../services/traffic/find-route'
import { scaleVersion } from '../../services/traffic/scale-version'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { operationAnswer, operationStatuses } from './operation-answer'
import { routeExists, routePath, ruleExists, rulePath, servicePath, serviceRef } from './service-path'

const service = '/services/{c}/{ns}/{name}'
const route = `${service}/routes/{route}`

export const routeMoveRoutes: RouteEntry[] = [
  {
    path: `${route}/matches`,
    methods: {
      POST: endpoint({
        ...routePath,
        summary: 'Send chosen requests to a version',
        verbs: ['match'],
        exists: routeExists,
        body: contract.SetMatchBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          operationAnswer(await setMatch(ctx, { service: serviceRef(params), route: params.route, ...body })),
      }),
    },
  },
  {
    path: `${route}/matches/{rule}`,
    methods: {
      DELETE: endpoint({
        ...rulePath,
        summary: 'Remove a match that Aviary made',
        verbs: ['match'],
        exists: ruleExists,
        body: contract.BareMoveBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          operationAnswer(
            await removeMatch(ctx, {
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
    path: `${route}/rules/{rule}/fault`,
    methods: {
      PUT: endpoint({
        ...rulePath,
        summary: 'Delay or refuse a share of the requests on purpose',
        verbs: ['fault'],
        exists: ruleExists,
        body: contract.SetFaultBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body: { delay, abort, ...options } }) =>
          operationAnswer(
            await setFault(ctx, {
              service: serviceRef(params),
              route: params.route,
              rule: params.rule,
              fault: { ...(delay ? { delay } : {}), ...(abort ? { abort } : {}) },
              ...options,
            }),
          ),
      }),
      DELETE: endpoint({
        ...rulePath,
        summary: 'Stop the faults of a rule',
        verbs: ['mirror.stop'],
        exists: ruleExists,
        body: contract.BareMoveBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          operationAnswer(
            await removeFault(ctx, {
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
    path: `${route}/cut-over`,
    methods: {
      POST: endpoint({
        ...routePath,
        summary: 'Send everything to one version at once',
        verbs: ['cut-over'],
        exists: routeExists,
        body: contract.CutOverBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          operationAnswer(await cutOver(ctx, { service: serviceRef(params), route: params.route, ...body })),
      }),
    },
  },
  {
    path: `${service}/scale`,
    methods: {
      POST: endpoint({
        ...servicePath,
        summary: 'Give a version another number of pods',
        verbs: ['scale'],
        params: ServicePath,
        exists: (ctx, params) => void requireService(ctx, serviceRef(params)),
        body: contract.ScaleBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          operationAnswer(await scaleVersion(ctx, { service: serviceRef(params), ...body })),
      }),
    },
  },
  {
    path: '/routes',
    methods: {
      POST: endpoint({
        summary: 'Make the route of a service that has none, at 100 % stable',
        verbs: ['routes.create'],
        body: contract.CreateRouteBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { body }) => operationAnswer(await createRoute(ctx, body)),
      }),
    },
  },
  {
    path: '/routes/{c}/{ns}/{name}/{route}',
    methods: {
      DELETE: endpoint({
        ...routePath,
        summary: 'Remove a route that Aviary made',
        verbs: ['routes.create'],
        exists: routeExists,
        body: contract.BareMoveBody,
        answer: contract.OperationDto,
        success: operationStatuses,
        run: async (ctx, { params, body }) =>
          operationAnswer(
            await removeRoute(ctx, { service: serviceRef(params), route: params.route, ...body }),
          ),
      }),
    },
  },
]
