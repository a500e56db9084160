/** What happens over time, in the words of a script: `0s error-rate=0; 30s error-rate=0.3; 2m error-rate~0.6`. */
export type Timeline = readonly Moment[]

interface Moment {
  /** Milliseconds since the script began. */
  at: number
  changes: readonly { name: string; value: number; gradual: boolean }[]
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/**
 * Reads a script: moments parted by `;`, each a time since the beginning and changes. `name=value` holds from then on;
 * `name~value` is reached then, in a straight line from the value before. What follows `#` is a remark. Nothing when
 * any part of it cannot be read.
 */
export function parseTimeline(text: string): Timeline | undefined {
  const [script = ''] = text.split('#')
  const moments: Moment[] = []
  for (const part of script.split(';')) {
    const [time, ...words] = part.trim().split(/\s+/)
    if (time === undefined || time === '') continue
    const at = durationMs(time)
    const changes = words.map(parseChange)
    if (at === undefined || changes.length === 0) return undefined
    const read = changes.filter((change) => change !== undefined)
    if (read.length < changes.length) return undefined
    moments.push({ at, changes: read })
  }
  return moments.length === 0 ? undefined : moments.sort((one, two) => one.at - two.at)
}

/** The value of a name so many milliseconds after the beginning; nothing before the script first names it. */
export function valueAt(timeline: Timeline, name: string, ms: number): number | undefined {
  let last: { at: number; value: number } | undefined
  for (const { at, changes } of timeline) {
    const change = changes.findLast((each) => each.name === name)
    if (!change) continue
    if (at > ms)
      return change.gradual ? between(last ?? { at: 0, value: 0 }, { at, ...change }, ms) : last?.value
    last = { at, value: change.value }
  }
  return last?.value
}

function between(one: { at: number; value: number }, two: { at: number; value: number }, ms: number): number {
  return one.value + ((two.value - one.value) * (ms - one.at)) / (two.at - one.at)
}

function parseChange(word: string): Moment['changes'][number] | undefined {
  const [, name, sign, digits] = /^([a-z][a-z-]*)([=~])(\d+(?:\.\d+)?)$/.exec(word) ?? []
  if (name === undefined || digits === undefined) return undefined
  return { name, value: Number(digits), gradual: sign === '~' }
}

/** `90s`, `1m30s`, `500ms`. */
function durationMs(text: string): number | undefined {
  if (!/^(\d+(?:\.\d+)?(?:ms|[smh]))+$/.test(text)) return undefined
  let total = 0
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smh])/g))
    total += Number(count) * (unitMs[unit ?? ''] ?? 0)
  return total
}
