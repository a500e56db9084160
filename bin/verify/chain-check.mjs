import { genesisHash } from './digest.mjs'
import { fits, isEvent, nameBreak } from './name-break.mjs'
import { isCount, isMap } from './shape.mjs'

/**
 * @typedef {import('./event-line.mjs').Event} Event
 * @typedef {import('./event-line.mjs').BadLine} BadLine
 * @typedef {import('./name-break.mjs').Finding} Finding
 * @typedef {import('./name-break.mjs').Point} Point
 * @typedef {{epoch: number, seq: number, action: unknown, lost?: {chain: unknown, epoch: number, seq: number}}} EpochStart
 *   `lost` is the checkpoint that the chain says it had contradicted when the epoch began.
 */

/** How far is looked ahead to name what was done to an event that does not fit. */
const aheadItems = 64
const aheadBytes = 8 * 1024 * 1024
/** Findings told one by one; further ones are counted. */
const toldFindings = 20
/** After as many, they are not looked into closely any more. */
const namedFindings = 100
/** Of this many events the hashes and lines are remembered, and of this many or twice as many the ids. */
const rememberedEvents = 1_024
const rememberedIds = 65_536
const keptEpochs = 1_000

/** Follows a chain event by event and collects what does not hold. Memory does not grow with the chain. */
export class ChainCheck {
  /** @type {Finding[]} */
  findings = []
  total = 0
  good = 0
  /** @type {string | undefined} */
  chain
  /** The first event and the last one. @type {Event | undefined} */
  first
  /** @type {Event | undefined} */
  lastEvent
  /** @type {EpochStart[]} */
  epochs = []

  /** @type {Point | undefined} */
  #last
  /** @type {(Event | BadLine)[]} */
  #pending = []
  #pendingBytes = 0
  #had = new Array(rememberedEvents)
  #ids = new Set()
  #olderIds = new Set()
  /** @type {WeakSet<object>} */
  #exchanged = new WeakSet()
  #chains
  #taken

  /**
   * @param {{chains?: ReadonlySet<string>, taken?: (event: Event) => void}} [options] `chains` are known from elsewhere;
   *   `taken` is told each event that is part of the chain.
   */
  constructor({ chains = new Set(), taken = () => undefined } = {}) {
    this.#chains = chains
    this.#taken = taken
  }

  /** @param {Event | BadLine} item */
  push(item) {
    if (this.#pending.length === 0 && this.#last && this.#accept(item)) return
    this.#pending.push(item)
    this.#pendingBytes += item.bytes
    if (this.#pending.length > aheadItems || this.#pendingBytes > aheadBytes) this.#drain(false)
  }

  /** The number that the chain has come to, whatever is wrong with it. */
  get lastSeq() {
    return this.chain === undefined ? undefined : this.#last?.seq
  }

  /** No more events come. */
  end() {
    this.#drain(true)
  }

  #drain(atEnd) {
    while (this.#pending.length > 0) {
      const full = this.#pending.length > aheadItems || this.#pendingBytes > aheadBytes
      if (!this.#last) {
        if (!atEnd && !full) return
        this.#begin()
      }
      const [item, ...ahead] = this.#pending
      if (this.#accept(item)) {
        this.#shift()
        continue
      }
      if (!atEnd && !full) return
      this.#settle(item, ahead)
    }
  }

  #shift() {
    const item = this.#pending.shift()
    this.#pendingBytes -= item?.bytes ?? 0
  }

  /** Where the chain begins: told by the first event that is intact, so that a broken one before it is seen as such. */
  #begin() {
    const intact = this.#pending.filter((item) => isEvent(item) && item.ownHash === item.hash)
    const anchor = intact[0] ?? this.#pending.find(isEvent)
    if (!anchor) {
      this.#last = { seq: 0, hash: undefined, epoch: 1 }
      return
    }
    this.chain = anchor.chain
    const earlier = intact.reduce((/** @type {Event | undefined} */ least, it) => {
      if (it.seq >= (least ?? anchor).seq || it.chain !== anchor.chain) return least
      return intact.some((next) => next.seq === it.seq + 1 && next.prevHash === it.hash) ? it : least
    }, undefined)
    const start = earlier ?? anchor
    const seq = Math.max(1, start.seq - (earlier ? 0 : this.#pending.indexOf(anchor)))
    const known = seq === start.seq ? start.prevHash : undefined
    this.#last = { seq: seq - 1, hash: seq === 1 ? genesisHash(this.chain) : known, epoch: 1 }
  }

  #accept(item) {
    if (!fits(item, this.#state())) return false
    this.good += 1
    this.#checkId(item)
    this.#take(item)
    return true
  }

  #state() {
    return {
      chain: this.chain,
      last: this.#last,
      chains: this.#chains,
      brief: this.total >= namedFindings,
      had: (/** @type {number} */ seq) => {
        const event = this.#had[seq % rememberedEvents]
        return event?.seq === seq ? event : undefined
      },
    }
  }

  #take(event) {
    const { seq, hash, prevHash, epoch, line } = event
    this.first ??= event
    this.lastEvent = event
    if (epoch > (this.epochs.at(-1)?.epoch ?? 0) && this.epochs.length < keptEpochs)
      this.epochs.push(startOf(event))
    this.#last = { seq, hash, epoch }
    this.#had[seq % rememberedEvents] = { seq, hash, prevHash, line }
    this.#taken(event)
  }

  #checkId({ content: { id }, seq, line }) {
    if (this.#ids.has(id) || this.#olderIds.has(id))
      this.#report({ class: 'duplicate', seq, line, detail: 'its id is that of an event before it' })
    this.#ids.add(id)
    if (this.#ids.size < rememberedIds) return
    this.#olderIds = this.#ids
    this.#ids = new Set()
  }

  #settle(item, ahead) {
    const { finding, go, last, chain, partner } = nameBreak(item, ahead, this.#state())
    // The other of two exchanged events was told with the first.
    if (!this.#exchanged.has(item)) this.#report(finding)
    if (partner) this.#exchanged.add(partner)
    if (chain !== undefined) this.chain = chain
    if (last) this.#last = last
    if (go === 'retry') return
    if (go === 'take') this.#take(item)
    this.#shift()
    if (go === 'move') {
      const before = this.#pending.findIndex((it) => isEvent(it) && it.seq === item.seq - 1)
      this.#pending.splice(before + 1, 0, item)
      this.#pendingBytes += item.bytes
    }
  }

  /** @param {Finding} finding */
  #report(finding) {
    this.total += 1
    if (this.findings.length < toldFindings) this.findings.push(finding)
  }
}

/** @param {Event} event @returns {EpochStart} */
function startOf({ epoch, seq, content: { kind, action, detail } }) {
  const start = { epoch, seq, action }
  if (kind !== 'system' || action !== 'chain.rollback-detected' || !isMap(detail)) return start
  const named = detail.checkpoint
  if (!isMap(named) || !isCount(named.epoch) || !(named.seq === 0 || isCount(named.seq))) return start
  return { ...start, lost: { chain: named.chain, epoch: named.epoch, seq: named.seq } }
}
