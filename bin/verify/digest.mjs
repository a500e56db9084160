import crypto from 'node:crypto'

const bytes = Buffer.alloc(111)
bytes.write('aviary-audit-v1', 0, 'latin1')

/** The chain whose id stands in `bytes`: nearly always that of the event before. */
let lastChain = ''

/**
 * Hash of one event: tag, chain, epoch, number, hash before it, SHA-256 of the body, all of fixed length.
 * @param {{chain: string, epoch: number, seq: number, prevHash: string, body: string}} event
 */
export function eventHash({ chain, epoch, seq, prevHash, body }) {
  if (chain !== lastChain) bytes.write(chain.replaceAll('-', ''), 15, 'hex')
  lastChain = chain
  writeInteger(epoch, 31)
  writeInteger(seq, 39)
  bytes.write(prevHash, 47, 'hex')
  bytes.write(crypto.hash('sha256', body, 'hex'), 79, 'hex')
  return crypto.hash('sha256', bytes, 'hex')
}

/** Eight bytes, big-endian; the number is at most 2^53 - 1. @param {number} value @param {number} at */
function writeInteger(value, at) {
  bytes.writeUInt32BE(Math.floor(value / 2 ** 32), at)
  bytes.writeUInt32BE(value % 2 ** 32, at + 4)
}

/** What the first event of a chain names as the hash before it. @param {string} chain */
export function genesisHash(chain) {
  return crypto.hash('sha256', Buffer.from(chain.replaceAll('-', ''), 'hex'), 'hex')
}
