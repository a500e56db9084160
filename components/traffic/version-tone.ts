/** How a version is drawn: slate, canary yellow, or one of six fixed hues. */
export type VersionTone = 'stable' | 'canary' | 'hue-1' | 'hue-2' | 'hue-3' | 'hue-4' | 'hue-5' | 'hue-6'

export interface ToneEntry {
  version: string
  /** Its share of a rule; null where no route sends it anything, not even 0. */
  percent: number | null
  role?: 'stable' | 'canary' | undefined
  /** A destination beside the versions: neither stable nor canary. */
  outside?: boolean | undefined
}

const HUES = ['hue-1', 'hue-2', 'hue-3', 'hue-4', 'hue-5', 'hue-6'] as const
const inOrder = new Intl.Collator('en', { numeric: true })

/** A hue by the hash of each name; where an earlier name has it, the next one that is free. */
function huesOf(names: readonly string[]): Map<string, VersionTone> {
  const hues = new Map<string, VersionTone>()
  for (const name of names) {
    let hash = 0
    for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
    const inTurn = HUES.map((_, step) => HUES[(hash + step) % HUES.length] ?? 'hue-1')
    const taken = new Set(hues.values())
    hues.set(name, inTurn.find((hue) => !taken.has(hue)) ?? inTurn[0] ?? 'hue-1')
  }
  return hues
}

/**
 * The tone of each version. A release's roles decide; without one the lowest version that gets traffic is slate, and
 * of two in the routes the higher is the canary, so that colours don't swap when the larger share does. The rest go by
 * hash.
 */
export function versionTones(entries: readonly ToneEntry[]): Map<string, VersionTone> {
  const sorted = entries.toSorted((a, b) => inOrder.compare(a.version, b.version))
  const fixed = fixedTones(sorted)
  const hues = huesOf(sorted.flatMap(({ version }) => (fixed.has(version) ? [] : [version])))
  return new Map(entries.map(({ version }) => [version, fixed.get(version) ?? hues.get(version) ?? 'hue-1']))
}

/** The stable version and the canary, of entries in order. */
function fixedTones(sorted: readonly ToneEntry[]): Map<string, VersionTone> {
  const roles = sorted.flatMap(({ version, role }): [string, VersionTone][] =>
    role === undefined ? [] : [[version, role]],
  )
  if (roles.length > 0) return new Map(roles)
  const routed = sorted.filter(({ percent, outside }) => percent !== null && outside !== true)
  const fed = routed.filter(({ percent }) => (percent ?? 0) > 0)
  // A name without a number ("legacy") says nothing about its age.
  const base =
    fed.find(({ version }) => /\d/.test(version)) ??
    fed[0] ??
    routed[0] ??
    sorted.find(({ outside }) => outside !== true)
  const canary = routed.length === 2 && routed[1] !== base ? routed[1] : undefined
  return new Map([
    ...(base === undefined ? [] : [[base.version, 'stable'] as const]),
    ...(canary === undefined ? [] : [[canary.version, 'canary'] as const]),
  ])
}

/** The tone as a CSS colour, for charts, strokes and fills. */
export function toneColor(tone: VersionTone): string {
  return `var(--${tone})`
}

/** The dashes of a line in that tone, since colour alone tells some people nothing; undefined is solid. */
export function toneDash(tone: VersionTone): string | undefined {
  if (tone === 'stable') return undefined
  return tone === 'canary' ? '9 3' : '2 3'
}
