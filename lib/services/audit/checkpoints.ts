import type { CheckpointPageDto, CheckpointStateDto } from '../../contracts/audit-checkpoints'
import type { Compared } from './compare-checkpoints'
import { compareCheckpoints } from './compare-checkpoints'
import type { Incident } from '../../domain/audit/chain-stores'
import { contradictionWords } from '../../domain/audit/rollback'
import type { PageQuery } from '../../domain/page'
import { authorise } from '../authorise'
import type { ServiceContext } from '../context'

/** Checkpoints of the audit log, newest first, and how the log stands against the newest. */
export async function listCheckpoints(ctx: ServiceContext, query: PageQuery): Promise<CheckpointPageDto> {
  await authorise(ctx, 'audit.read', {})
  const page = await ctx.ports.store.checkpoints.list(query)
  return { ...page, state: await checkpointState(ctx) }
}

/** How the chain stands against the newest checkpoint. The caller has authorised. */
export async function checkpointState(ctx: ServiceContext): Promise<CheckpointStateDto> {
  const { compared, problems } = await compareCheckpoints(ctx.ports)
  // What contradicts is told before what holds; the place outside the database stands first.
  const told = compared.find(({ found }) => found) ?? compared[0]
  if (!told)
    return {
      newest: null,
      ok: problems.length === 0,
      from: 'none',
      words: problems.length > 0 ? problems.join(' ') : 'No checkpoint has been signed yet.',
    }
  const incident = told.found && (await ctx.ports.store.incidents.about(told.checkpoint))
  const accepted = incident && acceptedWords(incident)
  const ok = (!told.found || accepted !== undefined) && problems.length === 0
  const words = [
    told.found ? (accepted ?? contradictionWords(incident?.kind ?? told.found)) : holdsWords(ctx, told),
    ...problems,
  ]
  return { newest: told.checkpoint, ok, from: told.source, words: words.join(' ') }
}

function acceptedWords({ acknowledged, lost }: Incident): string | undefined {
  if (!acknowledged) return undefined
  const { actor, at } = acknowledged
  return `The log went back behind the checkpoint of event ${lost.seq}; ${actor.name} accepted that at ${at}.`
}

function holdsWords(ctx: ServiceContext, { checkpoint, source }: Compared): string {
  const words = `The log agrees with the checkpoint of event ${checkpoint.seq}, signed at ${checkpoint.time}.`
  if (source === 'outside') return words
  const outside = ctx.ports.outsideCheckpoints
    ? 'The file outside holds none yet.'
    : 'AVIARY_CHECKPOINT_FILE is not set: a restore of the database would take the checkpoints back as well.'
  return `${words} It is kept in the database alone. ${outside}`
}
