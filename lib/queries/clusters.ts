import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { MetricsConnectionDto } from '../contracts/connections'
import { ClusterDto, NamespaceDto } from '../contracts/services'
import { apiPath, getJson } from './fetch-json'

export const clusterKeys = { all: ['clusters'] as const }

const ClustersAnswer = z.object({ items: z.array(ClusterDto), metrics: MetricsConnectionDto.optional() })
const NamespacesAnswer = z.object({ items: z.array(NamespaceDto) })

/** The clusters and the state of their connections. */
export function clustersQuery() {
  return queryOptions({
    queryKey: clusterKeys.all,
    queryFn: ({ signal }) => getJson(ClustersAnswer, '/clusters', { signal }),
    refetchInterval: 15_000,
  })
}

/** The namespaces of a cluster that the viewer may see. */
export function namespacesQuery(cluster: string) {
  return queryOptions({
    queryKey: [...clusterKeys.all, cluster, 'namespaces'],
    queryFn: ({ signal }) =>
      getJson(NamespacesAnswer, apiPath('clusters', cluster, 'namespaces'), { signal }),
    staleTime: 30_000,
    enabled: cluster !== '',
  })
}
