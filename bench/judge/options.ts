import { parseArgs } from 'node:util'

export interface JudgeOptions {
  /** Simulated releases behind every error rate; the medians come from a twentieth of them. */
  releases: number
  seed: number
}

/** Reads `--releases 10000 --seed 1`. Throws with what is wrong. */
export function readJudgeOptions(argv: string[]): JudgeOptions {
  const { values } = parseArgs({
    args: argv,
    options: { releases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  })
  return { releases: whole('releases', values.releases, 100), seed: whole('seed', values.seed, 0) }
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} takes a whole number of at least ${least}, not ${text}`)
  return value
}
