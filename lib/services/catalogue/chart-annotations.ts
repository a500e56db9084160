import type { ServiceMetricsDto } from '../../contracts/services'
import type { AuditEvent } from '../../domain/audit/event'
import type { ClusterView } from '../../domain/kube'
import type { Route, ServiceRef } from '../../domain/traffic/model'
import { arrayOf, objectOf, stringOf } from '../../domain/traffic/untyped'
import type { ServiceContext } from '../context'
import { flagAction, flagChanges } from '../flags/flag-changes'

type Annotation = ServiceMetricsDto['annotations'][number]
interface Span {
  from: Date
  to: Date
}

/** More than a chart can show; the latest are kept. */
const most = 500
const revision = 'deployment.kubernetes.io/revision'

/** What happened to a service in a span, oldest first. Asks nobody's permission: the verb that calls has done so. */
export async function chartAnnotations(
  ctx: ServiceContext,
  service: ServiceRef,
  { view, routes, span }: { view: ClusterView; routes: readonly Route[]; span: Span },
): Promise<Annotation[]> {
  const bounds = { from: span.from.toISOString(), to: span.to.toISOString() }
  const [events, flags] = await Promise.all([
    ctx.ports.store.audit.list({ service, ...bounds, limit: most }),
    flagChanges(ctx, service, { from: bounds.from, limit: most }),
  ])
  const all: Annotation[] = [
    ...events.items.flatMap(ofEvent),
    ...flags.items.map(({ at, words, actor, auditSeq }) => ({
      at,
      kind: 'flag' as const,
      words,
      actor: actor.name,
      auditSeq,
    })),
    ...deployments(view, service, ctx),
    ...routes.flatMap(ofWriter),
  ]
  return all
    .filter(({ at }) => Date.parse(at) >= span.from.getTime() && Date.parse(at) <= span.to.getTime())
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** Operations that were applied, and releases that came into another state: their steps are operations. */
function ofEvent({ kind, action, result, time, actor, ...event }: AuditEvent): Annotation[] {
  const shared = {
    at: time,
    actor: actor.name,
    auditSeq: event.seq,
    ...(event.release === undefined ? {} : { release: event.release }),
  }
  if (kind === 'outcome' && result === 'applied' && event.operation !== undefined)
    return [
      {
        ...shared,
        kind: 'operation',
        operation: event.operation,
        words: action,
        before: event.before,
        after: event.after,
      },
    ]
  if (kind === 'drift')
    return [{ ...shared, kind: 'external', words: stringOf(objectOf(event.detail).words) ?? action }]
  if (kind !== 'release' || event.release === undefined || action === flagAction) return []
  const [was, is] = [objectOf(event.before).state, objectOf(event.after).state]
  const words = stringOf(objectOf(event.detail).words) ?? action
  return was === is ? [] : [{ ...shared, kind: 'release', words: `${words} (now ${result})` }]
}

/** Pod templates of the service's Deployments, by the ReplicaSets that were made for them. */
function deployments(view: ClusterView, service: ServiceRef, ctx: ServiceContext): Annotation[] {
  const names = new Set(
    ctx.ports
      .versionsOf(view, service)
      .flatMap(({ workloads }) =>
        workloads.flatMap(({ kind, name }) => (kind === 'Deployment' ? [name] : [])),
      ),
  )
  return view.list('replicasets', service.namespace).flatMap((set): Annotation[] => {
    const { creationTimestamp: at, ownerReferences, annotations } = set.metadata
    const owner = ownerReferences?.find(
      ({ controller, kind }) => controller === true && kind === 'Deployment',
    )
    if (at === undefined || owner === undefined || !names.has(owner.name)) return []
    const number = annotations?.[revision]
    const images = imagesOf(objectOf(objectOf(set.spec).template).spec)
    return [
      {
        at,
        kind: 'deployment',
        words: [`${owner.name}${number === undefined ? '' : ` revision ${number}`}`, ...images].join(', '),
        actor: 'Kubernetes',
      },
    ]
  })
}

/** The mesh's proxy comes with every pod, and says nothing about what was deployed. */
function imagesOf(podSpec: unknown): string[] {
  return arrayOf(objectOf(podSpec).containers).flatMap((container) => {
    const { name, image } = objectOf(container)
    const text = stringOf(image)
    return text === undefined || name === 'istio-proxy' ? [] : [text]
  })
}

/** The last edit of a routing object, where somebody else made it; the cluster remembers no earlier ones. */
function ofWriter({ kind, name, writer }: Route): Annotation[] {
  if (writer === undefined || writer.manager === 'aviary') return []
  return [{ at: writer.time, kind: 'external', words: `${kind} ${name} changed`, actor: writer.manager }]
}
