import type { Contender } from './contender'
import type { Played } from './play'
import type { Row } from './rows'

export const columns = (contenders: readonly Contender[]): string[] => [
  'what',
  'releases',
  ...contenders.map(({ name }) => name),
]

export function rowOf(row: Row, played: readonly Played[]): string[] {
  const rate = row.measure === 'ever-fails' || row.measure === 'ever-passes'
  return [row.words, String(played[0]?.releases ?? 0), ...played.map(rate ? shareOf : timeOf)]
}

function shareOf({ hits, releases }: Played): string {
  return `${((100 * hits) / releases).toFixed(2)} %`
}

/** The median with the share that got there within the hour. */
function timeOf({ median, hits, releases }: Played): string {
  const share = `${Math.round((100 * hits) / releases)} %`
  return median === undefined ? `> 1 h (${share})` : `${clock(median)} (${share})`
}

function clock(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Number((seconds / 60).toFixed(1))} min`
}
