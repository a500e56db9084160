import { readApiEvent } from './api-log.mjs'
import { CheckpointCheck } from './checkpoint-check.mjs'
import { checkOrder, readCheckpoints } from './checkpoint-file.mjs'
import { readPublicKeys, signatureFault } from './checkpoint.mjs'
import { WriteComparison } from './compare-writes.mjs'
import { PackedFault, readBytes, readSmall, UsageFault } from './input.mjs'
import { splitLines } from './lines.mjs'
import { Operations } from './operations.mjs'
import { show } from './show.mjs'
import { verifyExport } from './verify-export.mjs'
import { unknowns } from './unknowns.mjs'

/** Of each kind as many findings are told one by one; further ones are counted. */
const told = 20

/**
 * @typedef {import('./name-break.mjs').Finding} Finding
 * @typedef {import('./verify-export.mjs').Note} Note
 * @typedef {{input: string, pub: string[], checkpoint: string[], apiserverAudit: string[], account: string[]}} Question
 */

/**
 * Everything that is asked for. Throws UsageFault when nothing can be verified.
 * @param {Question} question
 */
export async function verify(question) {
  const keys = await readKeys(question.pub)
  const given = await readGiven(question.checkpoint, keys)
  const check = new CheckpointCheck(given.good)
  const operations = question.apiserverAudit.length > 0 ? new Operations() : undefined
  const { chain, cuts } = await verifyExport(question.input, {
    chains: new Set(given.good.map((checkpoint) => checkpoint.chain)),
    taken: (event) => {
      check.see(event)
      operations?.see(event)
    },
  })
  const { first, lastEvent: last, lastSeq, epochs } = chain
  const compared = check.result({ chain: chain.chain, first, last, lastSeq, epochs })
  const incomplete = [...cuts]
  if (compared.recorded.length > 0) incomplete.push(recordedLoss(compared.recorded))
  if (compared.beyond) incomplete.push(early(compared.beyond, lastSeq))
  const findings = [chain.findings, given.findings, compared.findings].flatMap((some) => some.slice(0, told))
  if (first === undefined && findings.length === 0 && incomplete.length === 0)
    throw new UsageFault(`${show(question.input)} holds no event: nothing was verified`)
  const apiserver = operations && (await compareWithCluster(question, operations))
  const total = chain.total + given.findings.length + compared.findings.length
  const tampered = total > 0 || (apiserver?.total ?? 0) > 0
  const verdict = tampered ? 'tampered' : incomplete.length > 0 ? 'incomplete' : 'whole'
  return {
    verdict,
    exit: { whole: 0, tampered: 1, incomplete: 2 }[verdict],
    chain: chain.chain,
    events: chain.good,
    first: first && { seq: first.seq, prevHash: first.prevHash, time: first.content.time },
    last: last && { seq: last.seq, hash: last.hash, epoch: last.epoch, time: last.content.time },
    epochs,
    findings,
    total,
    incomplete,
    checkpoints: {
      given: given.good.length + given.findings.length,
      compared: compared.compared,
      signatures: given.good.length === 0 ? undefined : keys.length > 0 ? 'checked' : 'unchecked',
      newest: compared.newest && { seq: compared.newest.seq, time: compared.newest.time },
    },
    ...(apiserver && { apiserver }),
    unknown: unknowns({ chain, given, keys, compared, apiserver }),
  }
}

/** @param {import('./checkpoint.mjs').Checkpoint[]} recorded @returns {Note} */
function recordedLoss(recorded) {
  const { seq, epoch, time } = recorded[recorded.length - 1]
  const which = `what ${recorded.length === 1 ? 'a checkpoint attests is' : `${recorded.length} checkpoints attest is`} lost`
  const detail = `${which}, up to event ${seq} of epoch ${epoch} (${time}): the database went back to an older state, as the chain itself records`
  return { code: 'rollback-recorded', detail }
}

/** @returns {Note} */
function early({ seq, time }, lastSeq) {
  const has = lastSeq === undefined ? 'the file holds no event' : `the file ends at event ${lastSeq}`
  return { code: 'ends-early', detail: `${has}, but the checkpoint of ${time} attests event ${seq}` }
}

/** @param {string[]} files */
async function readKeys(files) {
  const keys = []
  for (const file of files) {
    const text = (await readSmall(file)).toString('latin1')
    try {
      keys.push(...readPublicKeys(text))
    } catch (error) {
      throw new UsageFault(`${show(file)} ${error.message}`, { cause: error })
    }
  }
  return keys
}

/** The checkpoints of all files, those that are forged or damaged as findings. */
async function readGiven(files, keys) {
  /** @type {Map<string, import('./checkpoint.mjs').Checkpoint>} */
  const all = new Map()
  /** @type {Finding[]} */
  const findings = []
  const tell = (name, detail, seq = null) => findings.push({ class: name, seq, line: 0, detail })
  let cut = false
  for (const file of files) {
    const bytes = await readSmall(file)
    const read = readCheckpoints(bytes.toString('utf8'))
    if (!read.found) throw new UsageFault(`${show(file)} holds no checkpoint`)
    cut ||= read.cut
    for (const { line, fault } of read.bad)
      tell('checkpoint-malformed', `line ${line} of ${show(file)} is no checkpoint: ${fault}`)
    for (const [id, checkpoint] of read.checkpoints) all.set(id, checkpoint)
  }
  const good = []
  for (const checkpoint of all.values()) {
    const fault = keys.length > 0 ? signatureFault(checkpoint, keys) : undefined
    if (fault === undefined) good.push(checkpoint)
    else tell('checkpoint-forged', `the checkpoint of ${checkpoint.time}: ${fault}`, checkpoint.seq)
  }
  const order = good.length > 0 ? checkOrder(good) : { faults: [], gaps: 0 }
  for (const { seq, detail } of order.faults) tell('checkpoint-order', detail, seq)
  return { good, findings, gaps: order.gaps, cut }
}

/** @param {Question} question @param {Operations} operations */
async function compareWithCluster({ apiserverAudit, account }, operations) {
  const comparison = new WriteComparison(operations, account)
  let read = 0
  let unread = 0
  for (const file of apiserverAudit) {
    try {
      for await (const batch of splitLines(readBytes(file))) {
        for (const { text } of batch) {
          const event = text === undefined ? undefined : readApiEvent(text)
          if (event) {
            comparison.see(event)
            read += 1
          } else unread += 1
        }
      }
    } catch (error) {
      if (!(error instanceof PackedFault)) throw error
      unread += 1
    }
  }
  if (read === 0)
    throw new UsageFault(`${apiserverAudit.map(show).join(', ')}: no event of a Kubernetes audit log`)
  return { ...comparison.result(), read, unread }
}
