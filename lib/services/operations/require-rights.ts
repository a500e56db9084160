import { DomainError, isDomainError } from '../../domain/errors'
import { objectKey } from '../../domain/kube'
import type { AskedWrite, KubernetesIdentity } from '../../domain/kubernetes/identity'
import { isTokenUser, type KubernetesSubject } from '../../domain/kubernetes/subject'
import type { ServiceRef } from '../../domain/traffic/model'
import { actorOf } from '../audit/actor'
import type { ServiceContext } from '../context'

interface Asked {
  action: string
  service: ServiceRef
  dryRun?: boolean
}

/**
 * With KUBERNETES_IDENTITY=sar, asks the cluster whether the person may make every one of these writes, all before any
 * of them is sent; the engine asks for the release's starter, and for nobody on the way back to stable. Throws
 * `forbidden` naming what Kubernetes denies, once the denial is recorded, and `cluster-unavailable` when it can't be asked.
 */
export async function requireRights(
  ctx: ServiceContext,
  asked: Asked,
  writes: readonly AskedWrite[],
): Promise<void> {
  const { identity } = ctx.ports
  if (identity.mode !== 'sar' || returnsToStable(ctx)) return
  const subject = await subjectFor(ctx, identity)
  if (subject === undefined) {
    const words = nameless(ctx)
    await recordDenial(ctx, asked, { rule: 'no name in Kubernetes' })
    throw new DomainError('forbidden', words)
  }
  const unique = new Map(writes.map((write) => [`${write.verb} ${objectKey(write.object)}`, write]))
  const answers = await Promise.all(
    [...unique.values()].map(async (write) => ({
      write,
      ...(await identity.review(asked.service.cluster, subject, write)),
    })),
  )
  const denied = answers.filter(({ allowed }) => !allowed)
  if (denied.length === 0) return
  const words = denied.map(({ write: { verb, object }, reason }) => {
    const why = reason === undefined ? '' : ` (${reason})`
    return `${verb} ${object.kind} "${object.name}" in ${object.namespace}${why}`
  })
  await recordDenial(ctx, asked, { rule: 'kubernetes', user: subject.user, denied: words })
  throw new DomainError('forbidden', `Kubernetes does not let ${subject.user} ${words.join('; ')}.`)
}

/** A canary that fails must not keep its traffic because somebody's rights were taken away meanwhile. */
const returnsToStable = ({ viewer, release }: ServiceContext): boolean =>
  viewer.via === 'engine' && release?.verb === 'abort'

/** Of a release's starter the groups count that the provider names now; a token, which has none, never gains any. */
async function subjectFor(
  { viewer, release, ports }: ServiceContext,
  identity: Extract<KubernetesIdentity, { mode: 'sar' }>,
): Promise<KubernetesSubject | undefined> {
  if (viewer.via !== 'engine') return identity.subjectOf(viewer)
  const { startedAs, startedBy } = release ?? {}
  if (!startedAs || !startedBy || isTokenUser(startedAs)) return startedAs
  const groups = await ports.sessions.groupsOf(startedBy)
  return groups === undefined ? startedAs : { ...startedAs, groups: identity.groupsOf(groups) }
}

const nameless = ({ viewer }: ServiceContext): string =>
  viewer.via === 'engine'
    ? 'It is not known as whom in Kubernetes this release was started, so nothing is written for it. Abort it and start it again.'
    : 'Your session does not say who you are in Kubernetes. Sign in again, or ask who runs Aviary about KUBERNETES_USER_CLAIM.'

/** A log that is away must not turn a 403 into a 503; what the engine only tries again and again is told once, as a hold. */
async function recordDenial(
  ctx: ServiceContext,
  { action, service, dryRun }: Asked,
  detail: { rule: string; user?: string; denied?: string[] },
): Promise<void> {
  if (ctx.viewer.via === 'engine' && dryRun === true) return
  try {
    await ctx.ports.store.audit.append({
      id: ctx.ports.newId(),
      time: ctx.now().toISOString(),
      kind: 'denied',
      action,
      result: 'denied',
      actor: actorOf(ctx.viewer),
      service,
      ...(ctx.release ? { release: ctx.release.id } : {}),
      detail: { ...detail, requestId: ctx.requestId },
    })
  } catch (error) {
    if (!isDomainError(error)) throw error
  }
}
