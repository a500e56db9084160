import type { ChainPoint } from '../lib/domain/audit/chain'
import type { Checkpoint } from '../lib/domain/audit/checkpoint'
import {
  contradiction,
  contradictionWords,
  namesCheckpoint,
  rollbackAcknowledged,
  rollbackDetected,
} from '../lib/domain/audit/rollback'
import { verifyStored } from '../lib/domain/audit/verify-chain'
import { sha256 } from '../lib/store/sha256'
import type { ChainDatabase } from './database'

/** The chain is not signed, for a reason that a person has to look at. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/**
 * Checks everything since the last checkpoint, or from the beginning without one, and answers the end of what holds.
 * Throws Refusal when the chain contradicts the checkpoint (unless a person accepted that) or does not hold.
 */
export async function checkChain(database: ChainDatabase, last: Checkpoint | undefined): Promise<ChainPoint> {
  const head = await database.head()
  const from = await startingPoint(database, head, last)
  const result = await verifyStored(database.pages(from.seq + 1, head.seq), { genesis: from, sha256, head })
  if (result.firstBad) {
    const { seq, kind } = result.firstBad
    throw new Refusal(`The chain does not hold: event ${seq}, ${kind}. Nothing is signed.`)
  }
  // Between two epochs the head and its event must agree as well.
  const at = await database.at(head.seq)
  if (head.seq > 0 && at?.epoch !== head.epoch)
    throw new Refusal('The head of the chain names another epoch than its last event. Nothing is signed.')
  return head
}

async function startingPoint(
  database: ChainDatabase,
  head: ChainPoint,
  last: Checkpoint | undefined,
): Promise<ChainPoint> {
  if (!last) return await database.genesis()
  const found = contradiction(last, head, await database.at(last.seq))
  if (!found) return { chainId: last.chain, epoch: last.epoch, seq: last.seq, hash: last.hash }
  if (found === 'other-chain' || !(await isAccepted(database, last))) {
    const words = contradictionWords(found)
    throw new Refusal(`${words} Checkpoint ${last.seq} of epoch ${last.epoch}. Nothing is signed.`)
  }
  // What the last checkpoint stood for is lost, so nothing before it counts as checked either.
  return await database.genesis()
}

/** Whether the log says that this checkpoint was lost, and that a person accepted it. */
async function isAccepted(database: ChainDatabase, lost: Checkpoint): Promise<boolean> {
  let incident: unknown
  for (const text of await database.rollbacks()) {
    const body = JSON.parse(text) as { action?: unknown; detail?: { incident?: unknown } }
    if (body.action === rollbackDetected && namesCheckpoint(body.detail, lost))
      incident = body.detail?.incident
    const accepts = body.action === rollbackAcknowledged && body.detail?.incident === incident
    if (accepts && typeof incident === 'string') return true
  }
  return false
}
