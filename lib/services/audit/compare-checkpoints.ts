import type { ChainPoint } from '../../domain/audit/chain'
import type { CheckpointSource } from '../../domain/audit/chain-stores'
import type { Checkpoint } from '../../domain/audit/checkpoint'
import { contradiction, type AuditPoint, type Contradiction } from '../../domain/audit/rollback'
import { isDomainError } from '../../domain/errors'
import type { Ports } from '../context'

export interface Compared {
  checkpoint: Checkpoint
  source: CheckpointSource
  /** How the chain contradicts it, if it does. */
  found?: Contradiction
}

export interface Comparison {
  /** The newest checkpoint of each place, that outside the database first. */
  compared: Compared[]
  /** What kept a place from being read, or its checkpoint from counting, in words. */
  problems: string[]
  head: ChainPoint
}

export type ComparingPorts = Pick<Ports, 'store' | 'outsideCheckpoints' | 'auditGenesis'>

/** Compares the chain with the newest checkpoint of each place. Throws `audit-unavailable`. */
export async function compareCheckpoints(ports: ComparingPorts): Promise<Comparison> {
  // Checkpoints before the head: the chain may grow meanwhile, and must not seem to be behind for that.
  const problems: string[] = []
  const places = [
    await read(() => newestOutside(ports), problems),
    await read(() => newestInside(ports), problems),
  ]
  const head = await ports.store.audit.end()
  const compared: Compared[] = []
  for (const place of places) {
    if (!place) continue
    const found = contradiction(place.checkpoint, head, await pointAt(ports, place.checkpoint.seq))
    compared.push({ ...place, ...(found && { found }) })
  }
  return { compared, problems, head }
}

type Place = Pick<Compared, 'checkpoint' | 'source'>

async function newestOutside({ outsideCheckpoints }: ComparingPorts): Promise<Place | undefined> {
  const checkpoint = await outsideCheckpoints?.newest()
  return checkpoint && { checkpoint, source: 'outside' }
}

async function newestInside({ store, outsideCheckpoints }: ComparingPorts): Promise<Place | undefined> {
  const checkpoint = await store.checkpoints.newest()
  if (checkpoint && outsideCheckpoints?.isSigned(checkpoint) === false)
    throw new Error('The newest checkpoint in the database is not signed by the known key.')
  return checkpoint && { checkpoint, source: 'database' }
}

/** A database that is away is the caller's business; all else that a place has wrong is told in words. */
async function read(place: () => Promise<Place | undefined>, problems: string[]): Promise<Place | undefined> {
  try {
    return await place()
  } catch (error) {
    if (isDomainError(error)) throw error
    problems.push(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

async function pointAt(ports: ComparingPorts, seq: number): Promise<AuditPoint | undefined> {
  return seq === 0 ? await ports.auditGenesis() : await ports.store.audit.get(seq)
}
