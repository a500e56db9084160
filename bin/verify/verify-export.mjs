import { ChainCheck } from './chain-check.mjs'
import { readEvent } from './event-line.mjs'
import { PackedFault, readBytes } from './input.mjs'
import { splitLines } from './lines.mjs'

/**
 * @typedef {import('./event-line.mjs').Event} Event
 * @typedef {{code: string, detail: string}} Note
 */

/**
 * Follows the chain in an export, event by event, with constant memory.
 * @param {string} input File name, or `-`.
 * @param {{chains: ReadonlySet<string>, taken: (event: Event) => void}} options
 * @returns {Promise<{chain: ChainCheck, lines: number, cuts: Note[]}>} `cuts`: signs that the end of the file is missing
 */
export async function verifyExport(input, options) {
  const chain = new ChainCheck(options)
  /** @type {Note[]} */
  const cuts = []
  let lines = 0
  try {
    for await (const batch of splitLines(readBytes(input))) {
      for (const line of batch) {
        const item = readLine(line)
        const isCut = line.open === true && 'cut' in item && item.cut === true
        if (line.open) cuts.push({ code: 'cut-line', detail: cutWords(line.line, isCut) })
        if (!isCut) chain.push(item)
      }
      lines = batch.at(-1)?.line ?? lines
    }
  } catch (error) {
    if (!(error instanceof PackedFault)) throw error
    if (error.cut) cuts.push({ code: 'cut-line', detail: `${error.message}, after line ${lines}` })
    else chain.push({ line: lines + 1, bytes: 0, fault: error.message })
  }
  chain.end()
  return { chain, lines, cuts }
}

const cutWords = (line, isCut) =>
  isCut
    ? `line ${line}, the last one, is cut off`
    : `line ${line}, the last one, has no line end: it may be cut off`

/** @param {import('./lines.mjs').Line} line */
function readLine({ line, bytes, text, fault, beforeCut, open }) {
  if (text !== undefined) return readEvent(text, { line, bytes })
  if (open && beforeCut !== undefined) {
    const item = readEvent(beforeCut, { line, bytes })
    if ('cut' in item && item.cut) return item
  }
  return { line, bytes, fault: fault ?? 'it cannot be read' }
}
