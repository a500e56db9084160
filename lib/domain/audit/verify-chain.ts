import { canonicalJson, isCanonicalText, NotCanonical } from './canonical'
import { eventHasher, type ChainPoint, type Sha256 } from './chain'
import type { AuditBody, AuditEvent, StoredEvent } from './event'

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

export interface ChainOptions {
  /** Where to begin: before the first event, or any point known to be good. */
  genesis: ChainPoint
  sha256: Sha256
  /** The chain must reach this number with this hash. */
  head?: { seq: number; hash: string }
}

/**
 * Checks every link, hash and copied field of a chain in order, from `genesis`. With `head`, the chain must also reach
 * that number with that hash. Stops at the first bad event.
 */
export async function verifyChain(
  events: AsyncIterable<AuditEvent>,
  options: ChainOptions,
): Promise<ChainResult> {
  const walk = walkOver(
    options,
    (event: AuditEvent, body) => sameColumns(event, body) && sameRest(event, body),
  )
  for await (const event of events) if (!walk.take(event)) break
  return walk.result()
}

/** The same for pages of events as their columns hold them. */
export async function verifyStored(
  pages: AsyncIterable<readonly StoredEvent[]>,
  options: ChainOptions,
): Promise<ChainResult> {
  const walk = walkOver<StoredEvent>(options, sameColumns)
  for await (const page of pages) if (!page.every((event) => walk.take(event))) break
  return walk.result()
}

type SameCopies<E> = (event: E, body: Partial<AuditBody>) => boolean

function walkOver<E extends StoredEvent>(options: ChainOptions, sameCopies: SameCopies<E>) {
  const { genesis, sha256, head } = options
  const hashOf = eventHasher(genesis.chainId, sha256)
  let last: { epoch: number; seq: number; hash: string } = genesis
  let count = 0
  let bad: BadKind | undefined
  const check = (event: E): BadKind | undefined => {
    if (!Number.isSafeInteger(event.seq) || !Number.isSafeInteger(event.epoch)) return 'malformed'
    if (event.seq !== last.seq + 1) return 'gap'
    if (event.prevHash !== last.hash) return isHash(event.prevHash) ? 'link' : 'malformed'
    if (event.epoch < last.epoch) return 'link'
    if (hashOf(event) !== event.hash) return isHash(event.hash) ? 'hash' : 'malformed'
    const body = readBody(event.body)
    if (!body) return 'malformed'
    if (!sameCopies(event, body)) return 'columns'
    return head?.seq === event.seq && head.hash !== event.hash ? 'link' : undefined
  }
  return {
    /** Whether the chain holds up to this event. */
    take: (event: E): boolean => {
      bad = check(event)
      if (bad) return false
      last = event
      count += 1
      return true
    },
    result: (): ChainResult => {
      const kind = bad ?? (head && last.seq < head.seq ? 'gap' : undefined)
      return {
        ok: kind === undefined,
        events: count,
        head: { seq: last.seq, hash: last.hash },
        ...(kind && { firstBad: { seq: last.seq + 1, kind } }),
      }
    },
  }
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

function readBody(text: string): Partial<AuditBody> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return isCanonicalText(text, value) ? value : undefined
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

function sameColumns(event: StoredEvent, body: Partial<AuditBody>): boolean {
  const { actor, service } = body
  return (
    event.id === body.id &&
    event.kind === body.kind &&
    event.action === body.action &&
    event.result === body.result &&
    (event.time === body.time || Date.parse(event.time) === Date.parse(body.time ?? '')) &&
    event.actor.issuer === actor?.issuer &&
    event.actor.subject === actor.subject &&
    event.actor.name === actor.name &&
    event.service?.cluster === service?.cluster &&
    event.service?.namespace === service?.namespace &&
    event.service?.name === service?.name &&
    event.release === body.release &&
    event.operation === body.operation
  )
}

// No columns of their own: they differ only where somebody changed a copy of the event.
function sameRest(event: AuditEvent, body: Partial<AuditBody>): boolean {
  return (
    event.reason === body.reason &&
    (['before', 'after', 'detail'] as const).every((key) => sameValue(event[key], body[key]))
  )
}

function sameValue(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right
  // Mostly both were read from one text, and then the quick way shows that they are the same.
  return JSON.stringify(left) === JSON.stringify(right) || canonicalText(left) === canonicalText(right)
}
