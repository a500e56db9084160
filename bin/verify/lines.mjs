import { isUtf8 } from 'node:buffer'

/** Longest line in bytes; a body of 64 KiB written with every letter escaped is shorter. */
export const maxLineBytes = 4 * 1024 * 1024

const newline = 10

/**
 * @typedef {object} Line
 * @property {number} line Counted from 1.
 * @property {number} bytes
 * @property {string} [text] Absent where `fault` says why it cannot be read.
 * @property {string} [fault]
 * @property {string} [beforeCut] What stands before a letter of which the last bytes are missing.
 * @property {boolean} [open] The file ends without the end of this line.
 */

/**
 * The lines of a file, piece by piece as it is read; no more than one piece and one line are held.
 * @param {AsyncIterable<Buffer>} source
 * @returns {AsyncGenerator<Line[]>}
 */
export async function* splitLines(source) {
  let line = 0
  /** @type {Buffer[]} */
  let rest = []
  let restBytes = 0
  for await (const piece of source) {
    const last = piece.lastIndexOf(newline)
    if (last < 0) {
      restBytes += piece.length
      rest = hold(rest, piece, restBytes)
      continue
    }
    const whole = piece.subarray(0, last + 1)
    const first = whole.indexOf(newline)
    const batch = []
    line += 1
    batch.push(readLine([...rest, whole.subarray(0, first)], { line, bytes: restBytes + first }))
    for (const text of splitWhole(whole.subarray(first + 1))) {
      line += 1
      batch.push({ line, ...text })
    }
    yield batch
    const tail = piece.subarray(last + 1)
    restBytes = tail.length
    rest = restBytes > 0 ? [Buffer.from(tail)] : []
  }
  if (restBytes > 0) yield [{ ...readLine(rest, { line: line + 1, bytes: restBytes }), open: true }]
}

// Of a line that is too long only the length is kept.
const hold = (rest, piece, bytes) => (bytes > maxLineBytes ? [] : [...rest, piece])

function readLine(parts, place) {
  if (place.bytes > maxLineBytes) return { ...place, fault: `it is longer than ${maxLineBytes} bytes` }
  const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts)
  if (isUtf8(bytes)) return { ...place, text: bytes.toString('utf8') }
  return { ...place, fault: 'it is not UTF-8', ...startOf(bytes) }
}

/** A file that was cut inside a letter: the text before it, so that the cut can be told from damage. */
function startOf(bytes) {
  for (let count = 1; count <= 3 && count < bytes.length; count += 1) {
    const start = bytes.subarray(0, bytes.length - count)
    const lead = bytes[start.length]
    if (lead >= 0xc2 && lead <= 0xf4 && isUtf8(start)) return { beforeCut: start.toString('utf8') }
  }
  return {}
}

/** Texts of lines that all end; read in one go where they are UTF-8, which is nearly always. */
function splitWhole(bytes) {
  if (bytes.length === 0) return []
  if (isUtf8(bytes)) {
    const texts = bytes.toString('utf8', 0, bytes.length - 1).split('\n')
    return texts.map((text) => ({ text, bytes: text.length }))
  }
  const lines = []
  for (let from = 0; from < bytes.length;) {
    const to = bytes.indexOf(newline, from)
    lines.push(readLine([bytes.subarray(from, to)], { bytes: to - from }))
    from = to + 1
  }
  return lines
}
