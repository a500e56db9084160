import { z } from 'zod'
import { FindingDto, Id, SeverityDto, ServiceParam } from '../../contracts/common'
import { MetricsConnectionDto } from '../../contracts/connections'
import * as contract from '../../contracts/services'
import { TimelinePage, TimelineQuery } from '../../contracts/timeline'
import { GraphDto, TopologyQuery } from '../../contracts/topology'
import { listClusters, listNamespaces } from '../../services/catalogue/clusters'
import { getManifest } from '../../services/catalogue/get-manifest'
import { getService } from '../../services/catalogue/get-service'
import { getServiceMetrics } from '../../services/catalogue/get-service-metrics'
import { listFindings } from '../../services/catalogue/list-findings'
import { listServices } from '../../services/catalogue/list-services'
import { getLinks } from '../../services/links/get-links'
import { getTimeline } from '../../services/flags/get-timeline'
import { getTopology } from '../../services/topology/get-topology'
import { requireRoute, requireService, requireView } from '../../services/traffic/find-route'
import { answerGraph } from '../answer-graph'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { routePath, servicePath, serviceRef } from './service-path'

export const catalogueRoutes: RouteEntry[] = [
  {
    path: '/clusters',
    methods: {
      GET: endpoint({
        summary: 'Clusters with their data planes, connection and cache age; Prometheus and what it costs',
        verbs: ['view'],
        answer: z.object({
          items: z.array(contract.ClusterDto),
          next: z.null(),
          metrics: MetricsConnectionDto,
        }),
        run: async (ctx) => ({ body: await listClusters(ctx) }),
      }),
    },
  },
  {
    path: '/clusters/{c}/namespaces',
    methods: {
      GET: endpoint({
        summary: 'Namespaces of a cluster',
        verbs: ['view'],
        params: z.object({ c: Id }),
        scope: ({ c }) => ({ cluster: c }),
        exists: (ctx, { c }) => void requireView(ctx, c),
        answer: z.object({ items: z.array(contract.NamespaceDto), next: z.null() }),
        run: async (ctx, { params }) => ({ body: await listNamespaces(ctx, params.c) }),
      }),
    },
  },
  {
    path: '/services',
    methods: {
      GET: endpoint({
        summary: 'Services with their splits and health',
        verbs: ['view'],
        query: contract.ServicesQuery,
        answer: contract.ServicesPage,
        refusals: ['not-found'],
        run: async (ctx, { query }) => ({ body: await listServices(ctx, query) }),
      }),
    },
  },
  {
    path: '/services/{c}/{ns}/{name}',
    methods: {
      GET: endpoint({
        ...servicePath,
        summary: 'One service: versions, routes, desired and observed splits, findings',
        verbs: ['view'],
        exists: (ctx, params) => void requireService(ctx, serviceRef(params)),
        answer: contract.ServiceDetailDto,
        run: async (ctx, { params }) => ({ body: await getService(ctx, serviceRef(params)) }),
      }),
    },
  },
  {
    path: '/services/{c}/{ns}/{name}/metrics',
    methods: {
      GET: endpoint({
        ...servicePath,
        summary: 'Series by version over a window or a span, with what happened then as annotations',
        verbs: ['view'],
        query: contract.MetricsQuery,
        exists: (ctx, params) => void requireService(ctx, serviceRef(params)),
        answer: contract.ServiceMetricsDto,
        run: async (ctx, { params, query }) => ({
          body: await getServiceMetrics(ctx, serviceRef(params), query),
        }),
      }),
    },
  },
  {
    path: '/services/{c}/{ns}/{name}/links',
    methods: {
      GET: endpoint({
        ...servicePath,
        summary: 'Links to other tools, for a window or a span',
        verbs: ['view'],
        query: contract.MetricsQuery,
        exists: (ctx, params) => void requireService(ctx, serviceRef(params)),
        answer: contract.LinksDto,
        run: async (ctx, { params, query }) => ({ body: await getLinks(ctx, serviceRef(params), query) }),
      }),
    },
  },
  {
    path: '/services/{c}/{ns}/{name}/timeline',
    methods: {
      GET: endpoint({
        ...servicePath,
        summary: 'Operations and changes of feature flags, newest first',
        verbs: ['view'],
        query: TimelineQuery,
        exists: (ctx, params) => void requireService(ctx, serviceRef(params)),
        answer: TimelinePage,
        run: async (ctx, { params, query }) => ({ body: await getTimeline(ctx, serviceRef(params), query) }),
      }),
    },
  },
  {
    path: '/services/{c}/{ns}/{name}/routes/{route}/manifest',
    methods: {
      GET: endpoint({
        ...routePath,
        summary: 'The live route object',
        verbs: ['view'],
        exists: (ctx, params) => {
          const service = serviceRef(params)
          requireRoute(ctx.ports, requireService(ctx, service).view, service, params.route)
        },
        answer: contract.ManifestDto,
        refusals: ['cluster-refused', 'cluster-busy', 'cluster-unavailable'],
        run: async (ctx, { params }) => ({ body: await getManifest(ctx, serviceRef(params), params.route) }),
      }),
    },
  },
  {
    path: '/topology',
    methods: {
      GET: endpoint({
        summary: 'The live graph',
        verbs: ['view'],
        query: TopologyQuery,
        answer: GraphDto,
        refusals: ['not-found', 'metrics-unavailable'],
        run: async (ctx, { query, headers }) => answerGraph(await getTopology(ctx, query), headers),
      }),
    },
  },
  {
    path: '/findings',
    methods: {
      GET: endpoint({
        summary: 'Open problems',
        verbs: ['view'],
        query: z.strictObject({
          cluster: Id.optional(),
          namespace: Id.optional(),
          severity: SeverityDto.optional(),
          service: ServiceParam.optional(),
        }),
        answer: z.object({ items: z.array(FindingDto), next: z.null() }),
        refusals: ['not-found'],
        run: async (ctx, { query }) => ({ body: await listFindings(ctx, query) }),
      }),
    },
  },
]
