import type { MarkDto } from '@/lib/contracts/topology'

export type MarkKind = MarkDto['kind']

/** Shape and word of each kind of mark. */
export const markSigns: Readonly<Record<MarkKind, { glyph: string; word: string }>> = {
  operation: { glyph: '●', word: 'operation' },
  release: { glyph: '▲', word: 'release' },
  external: { glyph: '◆', word: 'change made around Aviary' },
  deployment: { glyph: '■', word: 'deployment' },
  flag: { glyph: '⚑', word: 'feature flag' },
}

/** Marks that lie too near each other on the track to be told apart, as one sign. */
export interface MarkGroup {
  /** Of the latest. */
  at: number
  /** 0–1 along the track. */
  place: number
  /** Oldest first. */
  marks: readonly MarkDto[]
  glyph: string
}

const places = 80

/** The marks of a span by their place on the track. */
export function groupMarks(
  marks: readonly MarkDto[],
  { from, to }: { from: number; to: number },
): MarkGroup[] {
  const groups = new Map<number, MarkDto[]>()
  for (const mark of marks.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const share = (Date.parse(mark.at) - from) / (to - from)
    if (share < 0 || share > 1) continue
    const place = Math.round(share * places)
    const group = groups.get(place)
    if (group === undefined) groups.set(place, [mark])
    else group.push(mark)
  }
  return [...groups].map(([place, group]) => {
    const kinds = new Set(group.map(({ kind }) => kind))
    const last = group.at(-1)
    const [only] = kinds
    return {
      at: Date.parse(last?.at ?? ''),
      place: place / places,
      marks: group,
      glyph: only !== undefined && kinds.size === 1 ? markSigns[only].glyph : '✱',
    }
  })
}

/** "checkout: v2 10 % → 25 %, Ana Ruiz". */
export const markWords = ({ service, words, actor }: MarkDto): string => `${service.name}: ${words}, ${actor}`
