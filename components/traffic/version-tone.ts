/** How a version is drawn: slate, canary yellow, or one of six fixed hues. */
export type VersionTone = 'stable' | 'canary' | 'hue-1' | 'hue-2' | 'hue-3' | 'hue-4' | 'hue-5' | 'hue-6'

export interface ToneEntry {
  version: string
  percent: number
  role?: 'stable' | 'canary' | undefined
}

const HUES = ['hue-1', 'hue-2', 'hue-3', 'hue-4', 'hue-5', 'hue-6'] as const
const inOrder = new Intl.Collator('en', { numeric: true })

function hueOf(version: string): VersionTone {
  let hash = 0
  for (const char of version) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return HUES[hash % HUES.length] ?? 'hue-1'
}

/**
 * The tone of each version. A release's roles decide; without one the lowest version that gets traffic is slate, and
 * of two the higher is the canary, so that colours don't swap when the larger share does. The rest go by hash.
 */
export function versionTones(entries: readonly ToneEntry[]): Map<string, VersionTone> {
  const roles = entries.some(({ role }) => role !== undefined)
  const sorted = entries.toSorted((a, b) => inOrder.compare(a.version, b.version))
  const base = sorted.find(({ percent }) => percent > 0) ?? sorted[0]
  const highest = sorted.at(-1)
  return new Map(
    entries.map((entry) => {
      if (roles) return [entry.version, entry.role ?? hueOf(entry.version)]
      if (entry.version === base?.version) return [entry.version, 'stable']
      const isCanary = entries.length === 2 && entry.version === highest?.version
      return [entry.version, isCanary ? 'canary' : hueOf(entry.version)]
    }),
  )
}

/** The tone as a CSS colour, for charts, strokes and fills. */
export function toneColor(tone: VersionTone): string {
  return `var(--${tone})`
}
