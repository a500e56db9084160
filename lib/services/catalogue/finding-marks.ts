import type { Clusters } from '../../domain/ports'
import type { ServiceRef } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { findingsOf } from './findings-of'

/** How old the marks on a graph may be; the findings themselves are always made anew. */
const freshMs = 10_000

type Marks = Map<string, 'blocking' | 'warning'>
const known = new WeakMap<Clusters, Map<string, { at: number; marks: Marks }>>()

const keyOf = ({ namespace, name }: ServiceRef) => `${namespace}/${name}`

/** The worst finding of each service of a cluster, hints left out; shared by all viewers, for marks on the graph. */
export function findingMark(
  ctx: ServiceContext,
  cluster: string,
): (service: ServiceRef) => string | undefined {
  const { clusters } = ctx.ports
  const byCluster = known.get(clusters) ?? new Map<string, { at: number; marks: Marks }>()
  known.set(clusters, byCluster)
  const now = ctx.now().getTime()
  let entry = byCluster.get(cluster)
  if (entry === undefined || now - entry.at > freshMs) {
    entry = { at: now, marks: marksOf(ctx, cluster) }
    byCluster.set(cluster, entry)
  }
  const { marks } = entry
  return (service) => marks.get(keyOf(service))
}

function marksOf(ctx: ServiceContext, cluster: string): Marks {
  const view = requireView(ctx, cluster)
  const marks: Marks = new Map()
  for (const { metadata } of view.list('services')) {
    const service = { cluster, namespace: metadata.namespace ?? '', name: metadata.name }
    const severities = findingsOf(ctx, view, service).map(({ severity }) => severity)
    const worst = severities.includes('blocking') ? 'blocking' : 'warning'
    if (severities.includes(worst)) marks.set(keyOf(service), worst)
  }
  return marks
}
