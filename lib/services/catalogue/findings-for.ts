import { findingRules } from '../../domain/findings/catalogue'
import type { Finding } from '../../domain/findings/finding'
import type { ClusterView } from '../../domain/kube'
import type { ServiceRef } from '../../domain/traffic/model'
import { can } from '../authorise'
import type { ServiceContext } from '../context'
import { findingsOf } from './findings-of'

/** Kinds that meet a service without being named by anything of its own namespace. */
const strangers: ReadonlySet<string> = new Set([
  'VirtualService',
  'DestinationRule',
  'HTTPRoute',
  'GRPCRoute',
  'IngressRoute',
])

/** The findings of one service as the viewer may read them. */
export const findingsFor = (ctx: ServiceContext, view: ClusterView, service: ServiceRef): Finding[] =>
  findingsOf(ctx, view, service).map((finding) => readable(ctx, service.cluster, finding))

/** What is found on a route of a namespace that the viewer may not see is told without its name. */
export function readable(ctx: ServiceContext, cluster: string, finding: Finding): Finding {
  const isHidden = ({ kind, namespace }: Finding['objects'][number]) =>
    strangers.has(kind) && !can(ctx, 'view', { cluster, namespace }).allowed
  if (!finding.objects.some(isHidden)) return finding
  const rule = findingRules.find(({ code }) => code === finding.code)
  const general = rule?.title ?? finding.code
  return {
    ...finding,
    title: `${general.charAt(0).toUpperCase()}${general.slice(1)}: the other is in a namespace that you may not see`,
    detail: rule?.explanation ?? '',
    remedy: rule?.remedy ?? '',
    objects: finding.objects.filter((object) => !isHidden(object)),
  }
}
