import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Numbers of synthetic services, one stage each. */
  services: number[]
  /** Load below which the machine counts as quiet. */
  quiet: number
  /** Seconds to wait for that. */
  patience: number
}

/** Reads `--services 50,200,1000 --quiet 1.5 --patience 300`. Throws with what is wrong. */
export function readOptions(argv: string[]): BenchOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      services: { type: 'string', default: '50,200,1000' },
      quiet: { type: 'string', default: '1.5' },
      patience: { type: 'string', default: '300' },
    },
  })
  const services = values.services.split(',').map(Number)
  // Aborts are measured on twenty services at once, and each namespace needs one.
  if (services.some((n) => !Number.isInteger(n) || n < 40 || n > 10_000))
    throw new Error(`--services takes whole numbers from 40 to 10000 by comma, not ${values.services}`)
  return { services, quiet: positive('quiet', values.quiet), patience: positive('patience', values.patience) }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name} takes a positive number, not ${text}`)
  return value
}
