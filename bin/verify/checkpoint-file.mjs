import { checkpointDigest, checkpointFault } from './checkpoint.mjs'
import { readJson } from './json-text.mjs'
import { isMap } from './shape.mjs'
import { JsonFault } from './strict-json.mjs'

/**
 * @typedef {import('./checkpoint.mjs').Checkpoint} Checkpoint
 * @typedef {{line: number, fault: string}} BadCheckpoint
 */

/**
 * The checkpoints of a file: one object, JSON lines of them, or answers of the API (`{items, next}`). Equal ones count
 * once. `cut` when the last line is incomplete, as after a crash of its writer; `found` whether there was any.
 * @param {string} text
 * @returns {{checkpoints: Map<string, Checkpoint>, bad: BadCheckpoint[], cut: boolean, found: boolean}}
 */
export function readCheckpoints(text) {
  /** @type {Map<string, Checkpoint>} */
  const checkpoints = new Map()
  /** @type {BadCheckpoint[]} */
  const bad = []
  let cut = false
  let found = false

  const add = (value, line) => {
    if (isMap(value) && Array.isArray(value.items) && !Object.hasOwn(value, 'signature')) {
      for (const item of value.items) add(item, line)
      return
    }
    const fault = checkpointFault(value)
    if (isMap(value) && Object.hasOwn(value, 'signature')) found = true
    if (fault === undefined) checkpoints.set(checkpointDigest(value) + value.signature, value)
    else bad.push({ line, fault })
  }

  const whole = tryJson(text)
  if (whole.fault === undefined) add(whole.value, 1)
  else {
    const lines = text.split('\n')
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') continue
      const read = tryJson(line)
      const isLast = index === lines.length - 1
      if (read.fault === undefined) add(read.value, index + 1)
      else if (isLast && read.cut) cut = true
      else bad.push({ line: index + 1, fault: `no JSON: ${read.fault}` })
    }
  }
  return { checkpoints, bad, cut, found }
}

function tryJson(text) {
  try {
    return { value: readJson(text) }
  } catch (error) {
    if (error instanceof JsonFault) return { fault: error.message, cut: error.cut }
    throw error
  }
}

/**
 * What does not hold among the checkpoints themselves, each of which names the one before it.
 * @param {Iterable<Checkpoint>} checkpoints
 * @returns {{faults: {seq: number, detail: string}[], gaps: number}} `gaps`: how many name one that is not there,
 *   the oldest left out
 */
export function checkOrder(checkpoints) {
  const all = [...checkpoints]
  const byDigest = new Map(all.map((checkpoint) => [checkpointDigest(checkpoint), checkpoint]))
  const oldest = all.reduce((one, two) => (isBefore(two, one) ? two : one))
  /** @type {Map<string | null, Checkpoint>} */
  const successors = new Map()
  const faults = []
  let gaps = 0
  for (const checkpoint of all) {
    const { seq, epoch, previous, chain } = checkpoint
    const rival = successors.get(previous)
    if (rival && checkpointDigest(rival) !== checkpointDigest(checkpoint)) {
      const detail = `the checkpoints of ${rival.seq} (${rival.time}) and ${seq} (${checkpoint.time}) name the same one before them: two histories were signed`
      faults.push({ seq, detail })
    }
    successors.set(previous, checkpoint)
    const before = previous === null ? undefined : byDigest.get(previous)
    if (previous !== null && !before && checkpoint !== oldest) gaps += 1
    if (
      before &&
      (epoch < before.epoch || (epoch === before.epoch && seq < before.seq) || chain !== before.chain)
    )
      faults.push({ seq, detail: `it follows one of epoch ${before.epoch}, number ${before.seq}` })
  }
  return { faults, gaps }
}

const isBefore = (one, two) => one.epoch < two.epoch || (one.epoch === two.epoch && one.seq < two.seq)
