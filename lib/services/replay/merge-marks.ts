import type { MarkDto } from '../../contracts/topology'

/** Newest first, one mark for each operation (its last word), at most `most`; whether any were left out. */
export function mergeMarks(
  sources: readonly { items: readonly MarkDto[]; cut: boolean }[],
  most: number,
): { items: MarkDto[]; cut: boolean } {
  const told = new Set<string>()
  const items = sources
    .flatMap((source) => source.items)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .filter(({ kind, operation }) => {
      if (kind !== 'operation' || operation === undefined) return true
      if (told.has(operation)) return false
      told.add(operation)
      return true
    })
  // Where one source was cut, what others have from before its oldest mark would look like all there was.
  const reach = Math.max(
    ...sources
      .filter(({ cut }) => cut)
      .map((source) => Math.min(...source.items.map(({ at }) => Date.parse(at)))),
    -Infinity,
  )
  const within = items.filter(({ at }) => Date.parse(at) >= reach || reach === Infinity)
  return {
    items: within.slice(0, most),
    cut: within.length > most || sources.some(({ cut }) => cut),
  }
}
