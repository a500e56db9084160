import { type Checkpoint, checkpointLine, unsignedCheckpoint } from '../lib/domain/audit/checkpoint'
import { sha256 } from '../lib/store/sha256'
import { checkChain } from './check-chain'
import type { ChainDatabase } from './database'
import type { SigningKey } from './key'
import type { Sink } from './sink'

export interface Desk {
  key: SigningKey
  sink: Sink
  now: () => Date
  /** Prints a line of the record, and nothing else. */
  print: (line: string) => void
  say: (words: string) => void
}

/**
 * The checkpoint to go on from: the newest of the file and the database, which lost one after a crash or a restore.
 * What this key did not sign says nothing. Both hold it afterwards.
 */
export async function takeUp(desk: Desk, database: ChainDatabase): Promise<void> {
  const { sink, key, say } = desk
  // Another signer may have written until now.
  const filed = await sink.refresh()
  if (filed && filed.key === key.id && !key.made(filed))
    throw new Error('the last checkpoint of the file has a wrong signature')
  const stored = await database.newest()
  if (stored && key.made(stored) && (!filed || isLater(stored, filed))) {
    say(`the file is behind the database; going on from the checkpoint of event ${stored.seq} there`)
    await sink.append(stored)
  } else if (filed) await database.keep(filed)
}

const isLater = (one: Checkpoint, other: Checkpoint) =>
  one.chain === other.chain &&
  (one.epoch - other.epoch || one.seq - other.seq || compare(one.time, other.time)) > 0

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Checks what is new and signs it: into the file first, then on standard output, then into the database. */
export async function signNow(desk: Desk, database: ChainDatabase): Promise<Checkpoint> {
  const { sink, key } = desk
  const last = sink.last()
  const head = await checkChain(database, last)
  const checkpoint = key.complete(
    unsignedCheckpoint(head, { key: key.id, previous: last, time: desk.now(), sha256 }),
  )
  await sink.append(checkpoint)
  desk.print(checkpointLine(checkpoint))
  // The one before may be missing there, when the database was away just then.
  if (last) await database.keep(last)
  await database.keep(checkpoint)
  return checkpoint
}
