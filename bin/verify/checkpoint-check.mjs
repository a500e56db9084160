import { genesisHash } from './digest.mjs'

/**
 * @typedef {import('./checkpoint.mjs').Checkpoint} Checkpoint
 * @typedef {import('./event-line.mjs').Event} Event
 * @typedef {import('./name-break.mjs').Finding} Finding
 * @typedef {import('./chain-check.mjs').EpochStart} EpochStart
 * @typedef {{chain?: string, first?: Event, last?: Event, lastSeq?: number, epochs: EpochStart[]}} Seen
 * @typedef {{matches: boolean, hash: string, epoch: number, time: unknown}} Met
 */

/** Compares checkpoints with the events that they name, as these pass by. */
export class CheckpointCheck {
  /** @type {Map<number, Checkpoint[]>} */
  #bySeq = new Map()
  /** @type {Map<Checkpoint, Met>} */
  #met = new Map()
  #all

  /** @param {Checkpoint[]} checkpoints */
  constructor(checkpoints) {
    this.#all = checkpoints.toSorted((one, two) => one.seq - two.seq || one.epoch - two.epoch)
    for (const checkpoint of this.#all)
      this.#bySeq.set(checkpoint.seq, [...(this.#bySeq.get(checkpoint.seq) ?? []), checkpoint])
  }

  /** @param {Event} event */
  see({ seq, hash, epoch, content }) {
    for (const checkpoint of this.#bySeq.get(seq) ?? []) {
      const matches = checkpoint.hash === hash && checkpoint.epoch === epoch
      if (this.#met.get(checkpoint)?.matches) continue
      this.#met.set(checkpoint, { matches, hash, epoch, time: content.time })
    }
  }

  /**
   * What the checkpoints tell once all events have passed.
   * @param {Seen} seen
   */
  result(seen) {
    /** @type {Finding[]} */
    const findings = []
    /** Contradicted, as the chain itself records. @type {Checkpoint[]} */
    const recorded = []
    /** @type {Checkpoint | undefined} */
    let newest
    /** @type {Checkpoint | undefined} */
    let beyond
    let before = 0
    let compared = 0
    const others = { lostAt: this.#lostAt() }
    for (const checkpoint of this.#all) {
      const answer = this.#compare(checkpoint, seen, { ...others, good: newest })
      if (answer === 'before') before += 1
      else if (answer === 'beyond') beyond = checkpoint
      else if (answer !== 'unmet') compared += 1
      if (answer === 'holds') newest = checkpoint
      if (typeof answer === 'string') continue
      if (answer.class === 'rollback' && isRecorded(checkpoint, seen)) recorded.push(checkpoint)
      else findings.push(answer)
    }
    return { findings, recorded, newest, beyond, before, compared }
  }

  /**
   * @param {Checkpoint} checkpoint
   * @param {Seen} seen
   * @param {{good: Checkpoint | undefined, lostAt: number}} others
   * @returns {'holds' | 'before' | 'beyond' | 'unmet' | Finding}
   */
  #compare(checkpoint, { chain, first, last, lastSeq }, others) {
    const { seq, hash, epoch } = checkpoint
    const found = (name, detail, at = { seq, line: 0 }) => ({ class: name, ...at, detail })
    if (chain !== undefined && checkpoint.chain !== chain)
      return found(
        'wrong-chain',
        `the checkpoint is of chain ${checkpoint.chain}, the events are of ${chain}`,
      )
    if (seq === 0 && hash !== genesisHash(checkpoint.chain))
      return found('checkpoint-forged', 'its hash is not that from which its chain begins')
    if (seq === 0 && !first) return 'before'
    if (!first || !last || lastSeq === undefined || seq > lastSeq)
      return last && last.epoch > epoch ? found('rollback', lostWords(checkpoint, last)) : 'beyond'
    const met = this.#met.get(checkpoint)
    if (met) return met.matches ? 'holds' : differs(checkpoint, met, others)
    if (last.epoch < epoch) return found('rollback', olderWords(checkpoint, last))
    if (seq === 0) return first.seq === 1 ? 'holds' : 'before'
    if (seq === first.seq - 1 && (hash !== first.prevHash || epoch > first.epoch))
      return found('rehashed', linkWords(checkpoint, first), { seq: first.seq, line: first.line })
    if (seq === first.seq - 1) return 'holds'
    return seq < first.seq ? 'before' : 'unmet'
  }

  /** Time of the newest checkpoint of which the event is another one now, in ms. */
  #lostAt() {
    const lost = this.#all.filter((checkpoint) => this.#met.get(checkpoint)?.matches === false)
    return lost.reduce((latest, { time }) => Math.max(latest, Date.parse(time)), Number.NEGATIVE_INFINITY)
  }
}

/**
 * Whether the chain says itself that it lost what a checkpoint attests: a later epoch began because of it, or because of
 * one after it.
 * @param {Checkpoint} checkpoint
 * @param {Seen} seen
 */
const isRecorded = ({ chain, epoch, seq }, { epochs }) =>
  epochs.some(
    (start) =>
      start.epoch > epoch &&
      start.lost?.chain === chain &&
      start.lost.epoch >= epoch &&
      start.lost.seq >= seq,
  )

const lostWords = ({ time, seq, epoch }, last) =>
  `the checkpoint of ${time} attests number ${seq} of epoch ${epoch}, which is not in the file, where epoch ${last.epoch} begins before it: the database went on from an older state and events are lost`

const olderWords = ({ time, epoch }, last) =>
  `the checkpoint of ${time} is of epoch ${epoch}, the events end in epoch ${last.epoch}: this is an older history than the one attested`

const linkWords = ({ seq }, first) =>
  `event ${first.seq} does not name event ${seq} as the checkpoint attests it: hashes were computed anew from an event before it`

/**
 * @param {Checkpoint} checkpoint
 * @param {Met} met
 * @param {{good: Checkpoint | undefined, lostAt: number}} others
 * @returns {Finding}
 */
function differs(checkpoint, met, { good, lostAt }) {
  const { seq, epoch, time } = checkpoint
  const finding = (name, detail) => ({ class: name, seq, line: 0, detail })
  if (met.hash === checkpoint.hash)
    return finding('checkpoint-forged', `it says epoch ${epoch} of event ${seq}, whose epoch is ${met.epoch}`)
  const since = good ? `after event ${good.seq}, which an older checkpoint attests` : 'somewhere up to it'
  if (met.epoch > epoch)
    return finding(
      'rollback',
      `event ${seq} is not the one that the checkpoint of ${time} attests, but one of epoch ${met.epoch}: the database went on from an older state, and events are lost ${since}`,
    )
  if (met.epoch < epoch)
    return finding(
      'rollback',
      `event ${seq} is of epoch ${met.epoch}, the checkpoint of ${time} of epoch ${epoch}: this is an older history than the one attested`,
    )
  // Events moved up by a deletion are older than the newest checkpoint; those of a backup that went on are all newer.
  if (typeof met.time === 'string' && Date.parse(met.time) > lostAt)
    return finding(
      'rollback',
      `event ${seq} was written at ${new Date(met.time).toISOString()}, after the checkpoint of ${time} had attested another one with its number: an old backup went on (or events were deleted and all hashes from there on computed anew), events are lost ${since}`,
    )
  return finding(
    'rehashed',
    `event ${seq} is not the one that the checkpoint of ${time} attests: something was changed ${since}, and all hashes from there on computed anew`,
  )
}
