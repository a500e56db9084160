import type { FindingDto } from '../../contracts/common'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireService, requireView } from '../traffic/find-route'
import { findingsFor } from './findings-for'

export interface FindingsInput {
  cluster?: string | undefined
  namespace?: string | undefined
  severity?: FindingDto['severity'] | undefined
  service?: ServiceRef | undefined
}

/** Findings of one service or of all that the viewer may see, the worst first. */
export async function listFindings(
  ctx: ServiceContext,
  input: FindingsInput,
): Promise<{ items: FindingDto[]; next: null }> {
  await authorise(
    ctx,
    'view',
    input.service ? scopeOf(input.service) : { cluster: input.cluster, namespace: input.namespace },
  )
  if (input.service) requireService(ctx, input.service)
  const services = input.service ? [input.service] : candidates(ctx, input)
  const items = services
    .flatMap((service) => findingsFor(ctx, requireView(ctx, service.cluster), service))
    .filter((finding) => input.severity === undefined || finding.severity === input.severity)
  const seen = new Set<string>()
  const unique = items.filter((finding) => {
    const key = JSON.stringify([finding.code, finding.title, finding.objects])
    return seen.has(key) ? false : (seen.add(key), true)
  })
  const order = { blocking: 0, warning: 1, hint: 2 }
  return { items: unique.sort((a, b) => order[a.severity] - order[b.severity]), next: null }
}

function candidates(ctx: ServiceContext, input: FindingsInput): ServiceRef[] {
  const clusters = input.cluster === undefined ? ctx.ports.clusters.names() : [input.cluster]
  return clusters.flatMap((cluster) =>
    requireView(ctx, cluster)
      .list('services', input.namespace)
      .map((object) => ({ cluster, namespace: object.metadata.namespace ?? '', name: object.metadata.name }))
      .filter((ref) => can(ctx, 'view', scopeOf(ref)).allowed),
  )
}
