import { canonicalJson, NotCanonical } from './canonical'
import { eventHash, type ChainPoint, type Sha256 } from './chain'
import type { AuditBody, AuditEvent } from './event'

export type BadKind = 'hash' | 'link' | 'gap' | 'malformed' | 'columns'

export interface ChainResult {
  ok: boolean
  /** How many events were found good. */
  events: number
  /** The last good event, or where the check began. */
  head: { seq: number; hash: string }
  /** The first number at which the chain does not hold. */
  firstBad?: { seq: number; kind: BadKind }
}

/**
 * Checks every link, hash and copied column of a chain in order, from `genesis` (or any point known to be good). With
 * `head`, the chain must also reach that number with that hash. Stops at the first bad event.
 */
export async function verifyChain(
  events: AsyncIterable<AuditEvent>,
  options: { genesis: ChainPoint; sha256: Sha256; head?: { seq: number; hash: string } },
): Promise<ChainResult> {
  const { genesis, sha256, head } = options
  let last = genesis
  let count = 0
  const result = (kind?: BadKind): ChainResult => ({
    ok: kind === undefined,
    events: count,
    head: { seq: last.seq, hash: last.hash },
    ...(kind && { firstBad: { seq: last.seq + 1, kind } }),
  })
  for await (const event of events) {
    const kind = checkEvent(event, last, sha256)
    if (kind) return result(kind)
    if (head?.seq === event.seq && head.hash !== event.hash) return result('link')
    last = { chainId: last.chainId, epoch: event.epoch, seq: event.seq, hash: event.hash }
    count += 1
  }
  return result(head && last.seq < head.seq ? 'gap' : undefined)
}

function checkEvent(event: AuditEvent, last: ChainPoint, sha256: Sha256): BadKind | undefined {
  if (!isHash(event.prevHash) || !isHash(event.hash)) return 'malformed'
  if (!Number.isSafeInteger(event.seq) || !Number.isSafeInteger(event.epoch)) return 'malformed'
  if (event.seq !== last.seq + 1) return 'gap'
  if (event.prevHash !== last.hash || event.epoch < last.epoch) return 'link'
  if (eventHash({ ...event, chainId: last.chainId }, sha256) !== event.hash) return 'hash'
  const body = readBody(event.body)
  if (!body) return 'malformed'
  return sameAsBody(event, body) ? undefined : 'columns'
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

function readBody(text: string): Partial<AuditBody> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return canonicalText(value) === text ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function canonicalText(value: unknown): string | undefined {
  try {
    return canonicalJson(value)
  } catch (error) {
    if (error instanceof NotCanonical) return undefined
    throw error
  }
}

function sameAsBody(event: AuditEvent, body: Partial<AuditBody>): boolean {
  const { actor, service } = body
  return (
    event.id === body.id &&
    event.kind === body.kind &&
    event.action === body.action &&
    event.result === body.result &&
    Date.parse(event.time) === Date.parse(body.time ?? '') &&
    event.actor.issuer === actor?.issuer &&
    event.actor.subject === actor.subject &&
    event.actor.name === actor.name &&
    event.service?.cluster === service?.cluster &&
    event.service?.namespace === service?.namespace &&
    event.service?.name === service?.name &&
    event.release === body.release &&
    event.operation === body.operation &&
    event.reason === body.reason &&
    (['before', 'after', 'detail'] as const).every((key) => sameValue(event[key], body[key]))
  )
}

function sameValue(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right
  // Mostly both were read from one text, and then the quick way shows that they are the same.
  return JSON.stringify(left) === JSON.stringify(right) || canonicalText(left) === canonicalText(right)
}
