import { genesisHash } from './digest.mjs'

/**
 * @typedef {import('./checkpoint.mjs').Checkpoint} Checkpoint
 * @typedef {import('./event-line.mjs').Event} Event
 * @typedef {import('./name-break.mjs').Finding} Finding
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
   * @param {{chain?: string, first?: Event, last?: Event, lastSeq?: number}} seen
   */
  result({ chain, first, last, lastSeq }) {
    /** @type {Finding[]} */
    const findings = []
    /** @type {Checkpoint | undefined} */
    let newest
    /** @type {Checkpoint | undefined} */
    let beyond
    let before = 0
    let compared = 0
    const lostAt = this.#lostAt()
    for (const checkpoint of this.#all) {
      const tell = (name, detail) => findings.push({ class: name, seq: checkpoint.seq, line: 0, detail })
      const { seq, hash, epoch } = checkpoint
      if (chain !== undefined && checkpoint.chain !== chain)
        tell('wrong-chain', `the checkpoint is of chain ${checkpoint.chain}, the events are of ${chain}`)
      else if (seq === 0) {
        if (hash === genesisHash(checkpoint.chain)) compared += 1
        else tell('checkpoint-forged', 'its hash is not that from which its chain begins')
      } else if (first === undefined || lastSeq === undefined || seq > lastSeq) {
        if (last && last.epoch > epoch) tell('rollback', lost(checkpoint, last))
        else beyond = checkpoint
      } else if (seq === first.seq - 1) {
        compared += 1
        if (hash !== first.prevHash || epoch > first.epoch)
          findings.push({ ...linkOf(checkpoint, first), line: first.line })
        else newest = checkpoint
      } else if (seq < first.seq) before += 1
      else {
        const met = this.#met.get(checkpoint)
        if (!met) continue
        compared += 1
        if (met.matches) newest = checkpoint
        else findings.push(differs(checkpoint, met, { good: newest, lostAt }))
      }
    }
    return { findings, newest, beyond, before, compared }
  }

  /** Time of the newest checkpoint of which the event is another one now, in ms. */
  #lostAt() {
    const lost = this.#all.filter((checkpoint) => this.#met.get(checkpoint)?.matches === false)
    return lost.reduce((latest, { time }) => Math.max(latest, Date.parse(time)), Number.NEGATIVE_INFINITY)
  }
}

const lost = (checkpoint, last) =>
  `the checkpoint of ${checkpoint.time} attests number ${checkpoint.seq} of epoch ${checkpoint.epoch}, which is not in the file, where epoch ${last.epoch} begins before it: the database went on from an older state and events are lost`

function linkOf({ seq }, first) {
  const detail = `event ${first.seq} does not name event ${seq} as the checkpoint attests it: hashes were computed anew from an event before it`
  return { class: 'rehashed', seq: first.seq, detail }
}

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
