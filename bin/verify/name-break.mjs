import { eventHash } from './digest.mjs'

/**
 * @typedef {import('./event-line.mjs').Event} Event
 * @typedef {import('./event-line.mjs').BadLine} BadLine
 * @typedef {{seq: number, hash: string | undefined, epoch: number}} Point `hash` is undefined where it is not known.
 * @typedef {{chain: string, last: Point, had(seq: number): Had | undefined, chains: ReadonlySet<string>, brief: boolean}} State
 * @typedef {{hash: string, prevHash: string, line: number}} Had
 * @typedef {{class: string, seq: number | null, line: number, detail: string, fields?: string[]}} Finding
 * @typedef {'drop' | 'take' | 'retry' | 'move'} Step
 * @typedef {{finding: Finding, go: Step, last?: Point, chain?: string, partner?: Event}} Break
 */

/** How many numbers an event is tried to have been moved by. */
const shifts = Array.from({ length: 16 }, (_, index) => index + 1)

export const isEvent = (/** @type {Event | BadLine | undefined} */ item) =>
  item !== undefined && 'hash' in item
const isIntact = (/** @type {Event} */ event) => event.ownHash === event.hash

/**
 * Whether an item is the next event of the chain and nothing is wrong with it.
 * @param {Event | BadLine} item
 * @param {State} state
 */
export function fits(item, { chain, last }) {
  return (
    isEvent(item) &&
    item.chain === chain &&
    item.seq === last.seq + 1 &&
    (last.hash === undefined || item.prevHash === last.hash) &&
    item.epoch >= last.epoch &&
    isIntact(item) &&
    item.columns.length === 0
  )
}

/**
 * What was done to the first item that does not fit, as far as what stands before and behind it tells, and how to go on:
 * without it, with it, after trying it again from another point, or with it at its place further on.
 * @param {Event | BadLine} item
 * @param {(Event | BadLine)[]} ahead
 * @param {State} state
 * @returns {Break}
 */
export function nameBreak(item, ahead, state) {
  const { last } = state
  const successor = ahead.findIndex((later) => fits(later, state))
  if (!isEvent(item)) return malformed(item, ahead, last)
  const found = (name, detail, more = {}) => ({
    class: name,
    seq: item.seq,
    line: item.line,
    detail,
    ...more,
  })
  const had = state.had(item.seq)
  if (item.seq <= last.seq && had?.hash === item.hash && isIntact(item))
    return { finding: found('duplicate', `the event of line ${had.line} again`), go: 'drop' }
  if (item.chain !== state.chain) return otherChain(item, successor, state, found)
  if (successor >= 0) return outOfPlace(item, ahead, successor, state, found)
  if (!isIntact(item)) return edited(item, ahead, state, found)
  if (item.seq <= last.seq) return numberAgain(item, ahead[0], had, state, found)
  if (item.seq > last.seq + 1) return missing(item, last)
  if (last.hash !== undefined && item.prevHash !== last.hash) {
    const detail =
      last.seq === 0
        ? 'it does not begin at the chain’s own beginning: all of it was computed anew'
        : `it does not name event ${last.seq} as that stands: event ${last.seq} was replaced and its hash computed anew, or what follows comes from elsewhere`
    return { finding: found('relinked', detail), go: 'retry', last: { ...last, hash: item.prevHash } }
  }
  if (item.epoch < last.epoch) {
    const detail = `its epoch is ${item.epoch}, that of the event before it ${last.epoch}`
    return { finding: found('epoch-back', detail), go: 'retry', last: { ...last, epoch: item.epoch } }
  }
  const detail = `${item.columns.join(', ')} beside the body differ from the body`
  return { finding: found('columns', detail, { fields: item.columns }), go: 'take' }
}

function malformed(item, ahead, last) {
  const next = ahead.find(isEvent)
  const extra = next !== undefined && next.seq <= last.seq + 1
  const finding = { class: 'malformed', seq: item.seq ?? last.seq + 1, line: item.line, detail: item.fault }
  if (extra) return { finding, go: 'drop' }
  return { finding, go: 'drop', last: { ...last, seq: last.seq + 1, hash: undefined } }
}

function otherChain(item, successor, state, found) {
  if (eventHash({ ...item, chain: state.chain }) === item.hash) {
    const finding = found('edited', 'its chain was changed', { fields: ['chain'] })
    return { finding, go: 'take' }
  }
  const finding = found('wrong-chain', `it belongs to chain ${item.chain}, the others to ${state.chain}`)
  if (successor >= 0) return { finding, go: 'drop' }
  return {
    finding,
    go: 'retry',
    chain: item.chain,
    last: { seq: item.seq - 1, hash: item.prevHash, epoch: item.epoch },
  }
}

/** What should stand here comes later. */
function outOfPlace(item, ahead, successor, { last }, found) {
  const before = ahead.find((later) => isEvent(later) && later.seq === item.seq - 1 && isIntact(later))
  if (isIntact(item) && item.prevHash === before?.hash) {
    const detail = `it stands before event ${last.seq + 1}, which comes at line ${ahead[successor].line}`
    return { finding: { ...found('swapped', detail), seq: last.seq + 1 }, go: 'move' }
  }
  const detail = `event ${last.seq + 1}, which follows event ${last.seq}, comes at line ${ahead[successor].line}`
  return { finding: found('inserted', `an extra event: ${detail}`), go: 'drop' }
}

function edited(item, ahead, state, found) {
  const { chain, last, chains } = state
  const next = isEvent(ahead[0]) ? ahead[0].prevHash : undefined
  const holds = (/** @type {object} */ change) => eventHash({ ...item, ...change }) === item.hash
  const known = [item.hash, item.ownHash].find((hash) => hash === next)
  const step = { go: 'drop', last: { seq: last.seq + 1, hash: known, epoch: last.epoch } }
  const field = (name, was) => ({
    finding: found('edited', `its ${name} was changed${was}`, { fields: [name] }),
    ...step,
  })
  if (state.brief) return field('body', ': its hash does not hold')
  if (last.hash !== undefined && holds({ prevHash: last.hash })) return field('prevHash', '')
  if (item.seq !== last.seq + 1 && holds({ seq: last.seq + 1 }))
    return { ...field('seq', ` from ${last.seq + 1}`), last: { ...step.last, hash: item.hash } }
  const epoch = [last.epoch, item.epoch - 1, item.epoch + 1].find((it) => it > 0 && holds({ epoch: it }))
  if (epoch !== undefined) return field('epoch', ` from ${epoch}`)
  const meant = [...chains].find((it) => it !== chain && holds({ chain: it }))
  if (meant !== undefined) return field('chain', ` from ${meant}`)
  const deleted = shifts.find((count) => holds({ seq: item.seq + count }))
  if (deleted !== undefined) {
    const detail = `its hash holds for number ${item.seq + deleted}: ${events(deleted)} before it deleted and the later ones renumbered`
    return { finding: found('deleted', detail), ...step }
  }
  const added = shifts.find((count) => item.seq > count && holds({ seq: item.seq - count }))
  if (added !== undefined) {
    const detail = `its hash holds for number ${item.seq - added}: ${events(added)} before it inserted and the later ones renumbered`
    return { finding: { ...found('inserted', detail), seq: item.seq - added }, ...step }
  }
  const other = ahead.find((it) => isEvent(it) && holds({ body: it.body }))
  if (other !== undefined) {
    const detail = `its content and that of event ${other.seq} (line ${other.line}) were exchanged`
    return { finding: found('swapped', detail), ...step, partner: other }
  }
  if (next !== undefined && next === item.ownHash) return field('hash', '')
  // Before the first link of a range there is nothing to compare with.
  if (last.hash === undefined && last.seq > 0 && item.columns.length === 0)
    return {
      finding: found('edited', 'its body or its prevHash was changed: its hash does not hold', {
        fields: ['body', 'prevHash'],
      }),
      ...step,
    }
  const beside = item.columns.length > 0 ? `; beside the body differ ${item.columns.join(', ')}` : ''
  return field('body', `: its hash does not hold${beside}`)
}

const events = (count) => (count === 1 ? 'one event was' : `${count} events were`)

function numberAgain(item, next, had, { last }, found) {
  const follows = isEvent(next) && next.seq === item.seq + 1 && next.prevHash === item.hash
  if (item.seq === last.seq && had && follows && item.prevHash === had.prevHash) {
    const detail = `an extra event: number ${item.seq} stands twice, and what follows names line ${item.line}`
    const finding = { ...found('inserted', detail), line: had.line }
    return { finding, go: 'take' }
  }
  const where = had ? `, before at line ${had.line} with another hash` : ' long after it was had'
  return { finding: found('inserted', `number ${item.seq} stands again${where}`), go: 'drop' }
}

function missing(item, last) {
  const [from, to] = [last.seq + 1, item.seq - 1]
  const what = from === to ? `event ${from} is missing` : `events ${from} to ${to} are missing`
  const hidden =
    last.hash !== undefined && item.prevHash === last.hash
      ? `; event ${item.seq} names event ${last.seq} as the one before it, so hashes were computed anew`
      : ''
  const finding = { class: 'deleted', seq: from, line: item.line, detail: what + hidden }
  return {
    finding,
    go: 'retry',
    last: { seq: to, hash: item.prevHash, epoch: Math.min(last.epoch, item.epoch) },
  }
}
