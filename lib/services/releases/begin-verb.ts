import type { Verb } from '../../domain/access/verbs'
import type { ReleaseRecord, ReleaseVerb } from '../../domain/release/release'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireRelease, requireVerb } from './require-release'

export interface VerbInput {
  id: string
  reason?: string
}

/** The permission that a verb needs, where it is not called the same (API.md, below the matrix). */
const permissions: Partial<Record<ReleaseVerb, Verb>> = {
  'promote-full': 'promote.full',
  retry: 'start',
  delete: 'release.create',
  'set-weight': 'weight.increase',
}

/** The permission that the viewer needs for a verb. */
export const permissionOf = (verb: ReleaseVerb): Verb => permissions[verb] ?? (verb as Verb)

/** The release, once the viewer may use the verb on it and its state allows it. */
export async function beginVerb(
  ctx: ServiceContext,
  input: VerbInput,
  verb: Exclude<ReleaseVerb, 'delete'> | 'delete',
): Promise<ReleaseRecord> {
  const release = await requireRelease(ctx, input.id)
  await authorise(ctx, permissionOf(verb), scopeOf(release.service))
  requireVerb(release, verb)
  return release
}

/** The reason of a verb for its event, where one was given. */
export const withReason = (input: VerbInput): { reason?: string } =>
  input.reason === undefined ? {} : { reason: input.reason }
