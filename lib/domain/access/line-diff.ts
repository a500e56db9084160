export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
  /** From 1: the line in the new text, for what was removed in the old one. */
  line: number
}

/** Beyond so many changed lines nobody looks for what stayed the same between them. */
const mostChanges = 400

/** What changed from one text to another, line by line; the shortest way unless very much did. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let end = 0
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end += 1
  const middle = shortest(old.slice(start, old.length - end), now.slice(start, now.length - end))
  const kinds = [
    ...Array.from({ length: start }, () => 'same' as const),
    ...middle,
    ...Array.from({ length: end }, () => 'same' as const),
  ]
  return numbered(kinds, old, now)
}

/** The changed lines alone, as `-12 text` and `+12 text`, at most so many; a last line tells of what was left out. */
export function changedLines(diff: readonly DiffLine[], most: number): string[] {
  const changed = diff.filter(({ kind }) => kind !== 'same')
  const shown = changed
    .slice(0, most)
    .map(({ kind, line, text }) => `${kind === 'added' ? '+' : '-'}${line} ${text.slice(0, 300)}`)
  const left = changed.length - shown.length
  return left > 0 ? [...shown, `… and ${left} more`] : shown
}

/** A line end at the end of a text begins no further line. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

function numbered(kinds: readonly DiffLine['kind'][], old: string[], now: string[]): DiffLine[] {
  let [left, right] = [0, 0]
  return kinds.map((kind) => {
    const text = (kind === 'added' ? now[right] : old[left]) ?? ''
    if (kind !== 'added') left += 1
    if (kind !== 'removed') right += 1
    return { kind, text, line: kind === 'removed' ? left : right }
  })
}

/** Myers' greedy search (1986): how far each diagonal reaches with one change more, until one reaches both ends. */
function shortest(old: string[], now: string[]): DiffLine['kind'][] {
  const reached: Map<number, number>[] = []
  let reach = new Map([[1, 0]])
  for (let changes = 0; changes <= Math.min(old.length + now.length, mostChanges); changes += 1) {
    reached.push(reach)
    const next = new Map(reach)
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let at = step(reach, diagonal, changes)
      while (at < old.length && at - diagonal < now.length && old[at] === now[at - diagonal]) at += 1
      next.set(diagonal, at)
      if (at >= old.length && at - diagonal >= now.length) return wayBack(reached, old.length, now.length)
    }
    reach = next
  }
  return [...old.map(() => 'removed' as const), ...now.map(() => 'added' as const)]
}

const isDown = (reach: Map<number, number>, diagonal: number, changes: number): boolean =>
  diagonal === -changes ||
  (diagonal !== changes && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1))

function step(reach: Map<number, number>, diagonal: number, changes: number): number {
  return isDown(reach, diagonal, changes)
    ? (reach.get(diagonal + 1) ?? 0)
    : (reach.get(diagonal - 1) ?? 0) + 1
}

function wayBack(reached: readonly Map<number, number>[], oldLength: number, newLength: number) {
  const kinds: DiffLine['kind'][] = []
  let [left, right] = [oldLength, newLength]
  for (const [changes, reach] of [...reached.entries()].reverse()) {
    const diagonal = left - right
    const down = isDown(reach, diagonal, changes)
    const before = down ? diagonal + 1 : diagonal - 1
    const start = (reach.get(before) ?? 0) + (down ? 0 : 1)
    for (; left > start; left -= 1, right -= 1) kinds.push('same')
    if (changes === 0) break
    kinds.push(down ? 'added' : 'removed')
    if (down) right -= 1
    else left -= 1
  }
  return kinds.reverse()
}
