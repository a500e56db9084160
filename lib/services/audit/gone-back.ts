import type { Verb } from '../../domain/access/verbs'
import { DomainError } from '../../domain/errors'
import type { ServiceContext } from '../context'

/** What keeps still, and what an admin has to do about it. */
export const goneBackWords =
  'The audit log went back behind a signed checkpoint, and nobody has accepted that yet'

/**
 * What an open incident forbids: everything that moves traffic or releases on. Stopping, looking and the
 * acknowledgement itself stay possible; `override` only ever comes with another verb.
 */
const forbidden: ReadonlySet<Verb> = new Set<Verb>([
  'weight.increase',
  'mirror.start',
  'match',
  'fault',
  'add-version',
  'scale',
  'cut-over',
  'release.create',
  'start',
  'resume',
  'promote',
  'promote.full',
  'undo',
  'retire',
  'routes.create',
  'approve',
])

/** Whether the audit log contradicts a checkpoint and no person has accepted that. */
export async function hasGoneBack(ctx: ServiceContext): Promise<boolean> {
  return (await ctx.ports.store.incidents.open()).length > 0
}

/** Throws `chain-rollback` when all the verbs that somebody holds are forbidden while an incident is open. */
export async function refuseGoneBack(ctx: ServiceContext, held: readonly Verb[]): Promise<void> {
  if (!held.every((verb) => forbidden.has(verb)) || !(await hasGoneBack(ctx))) return
  throw new DomainError(
    'chain-rollback',
    `${goneBackWords}. Until an admin does, under Audit, weights only go down, mirrors and releases only stop.`,
  )
}
