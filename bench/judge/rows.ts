import type { Traffic } from './traffic'

/** What is counted over the simulated releases of a row. */
export type Measure = 'ever-fails' | 'time-to-fail' | 'time-to-pass' | 'ever-passes'

export interface Row {
  words: string
  measure: Measure
  traffic: Traffic
  /** Share of the releases asked for that are simulated. */
  part: number
}

const base = 0.005
const loads = [10, 100, 1000]
const even = (rps: number, rate = base): Traffic => ({ rps, control: rate, canary: rate })
const times = (ratio: number, rps: number): Traffic => ({ rps, control: base, canary: ratio * base })

export const rows: readonly Row[] = [
  ...loads.map((rps): Row => ({
    words: `false alarms, equal versions, ${rps} rps`,
    measure: 'ever-fails',
    traffic: even(rps),
    part: 1,
  })),
  {
    words: 'false alarms, failures five at a time, 100 rps',
    measure: 'ever-fails',
    traffic: { ...even(100), cluster: 5 },
    part: 1 / 2,
  },
  ...loads.flatMap((rps) =>
    [2, 3, 5].map((ratio): Row => ({
      words: `detects ${ratio} times as often, ${rps} rps`,
      measure: 'time-to-fail',
      traffic: times(ratio, rps),
      part: 1 / 20,
    })),
  ),
  ...loads.map((rps): Row => ({
    words: `passes equal versions, ${rps} rps`,
    measure: 'time-to-pass',
    traffic: even(rps),
    part: 1 / 20,
  })),
  ...loads.map((rps): Row => ({
    words: `passes without a single error, ${rps} rps`,
    measure: 'time-to-pass',
    traffic: even(rps, 0),
    part: 1 / 20,
  })),
  ...[10, 100].map((rps): Row => ({
    words: `false promotions, 2 times as often, ${rps} rps`,
    measure: 'ever-passes',
    traffic: times(2, rps),
    part: 1 / 2,
  })),
  {
    words: 'false promotions, 3 times as often, 10 rps',
    measure: 'ever-passes',
    traffic: times(3, 10),
    part: 1 / 2,
  },
]
