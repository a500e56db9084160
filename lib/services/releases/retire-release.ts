import { DomainError } from '../../domain/errors'
import type { ReleaseRecord } from '../../domain/release/release'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import type { VerbInput } from './release-verbs'
import { requireRelease, requireVerb } from './require-release'

/** Retiring scales pods, which no data plane of this version can do yet: refused with the command that does it. */
export async function retireRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await requireRelease(ctx, input.id)
  await authorise(ctx, 'retire', scopeOf(release.service))
  requireVerb(release, 'retire')
  const workloads = ctx.ports.clusters.view(release.service.cluster)
  const versions = workloads ? ctx.ports.versionsOf(workloads, release.service) : []
  const old = versions
    .find(({ version }) => version === release.from)
    ?.workloads.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`)
  throw new DomainError(
    'unsupported',
    `Aviary does not scale pods yet. ${release.from} gets no traffic any more and can be scaled down by hand.`,
    {
      kubectl: `kubectl scale -n ${release.service.namespace} --replicas=0 ${old?.join(' ') ?? ''}`.trim(),
    },
  )
}
