import { parseArgs } from 'node:util'

export interface AuditOptions {
  /** How long the chain is that gets verified. */
  events: number
  /** How long each number of writers appends. */
  seconds: number
}

/** Reads `--events 100000 --seconds 5`. Throws with what is wrong. */
export function readAuditOptions(argv: string[]): AuditOptions {
  const { values } = parseArgs({
    args: argv,
    options: { events: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '5' } },
  })
  return { events: whole('events', values.events), seconds: whole('seconds', values.seconds) }
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number of at least 1, not ${text}`)
  return value
}
