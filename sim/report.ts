import type { Tally } from './tally'

const events = [
  'crashes',
  'lost answers',
  'lost commits',
  'database away',
  'drifts',
  'status races',
  'leader changes',
  'stalls',
  'time jumps',
  'denials',
  'rejections',
  'cluster unavailable',
  'cluster busy',
  'metrics gone',
  'metrics incomplete',
  'metrics late',
  'metrics no numbers',
  'pods unready',
  'turns',
]

/** What a run showed, as lines: how many of each, where the releases ended, which event met which state how often. */
export function reportOf(tally: Tally, seeds: number, seconds: number): string[] {
  const named = (start: string) => tally.entries().filter(([name]) => name.startsWith(start))
  const coverage = tally.entries().filter(([name]) => name.includes(' × '))
  return [
    `${seeds} seeds in ${seconds.toFixed(0)} s, ${((seconds * 1000) / Math.max(1, seeds)).toFixed(1)} ms of time a seed`,
    ...events.map((name) => `  ${name.padEnd(22)}${tally.of(name)}`),
    'ends',
    ...named('end ').map(([name, count]) => `  ${name.slice(4).padEnd(22)}${count}`),
    'state × event',
    ...coverage.map(([name, count]) => `  ${name.padEnd(40)}${count}`),
    'what people did, and what they were refused',
    ...named('did ').map(
      ([name, count]) =>
        `  ${name.slice(4).padEnd(28)}${String(count).padStart(7)}${String(tally.of(`refused ${name.slice(4)}`)).padStart(9)}`,
    ),
  ]
}
