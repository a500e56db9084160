/**
 * Whether a part of a scope covers a name: `*` stands for any run of characters, also none, everything else for itself.
 * Each piece between stars is looked for once, left to right; nothing is tried a second time.
 *
 * A star in the name is matched by stars alone, so one pattern covers all that another does exactly when it covers that
 * other one's text.
 */
export function globCovers(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return pattern === name
  const end = name.length - last.length
  if (!name.startsWith(first) || !name.endsWith(last) || end < first.length) return false
  let from = first.length
  for (const piece of rest) {
    const at = name.indexOf(piece, from)
    if (at < 0 || at + piece.length > end) return false
    from = at + piece.length
  }
  return true
}

/** Whether a part covers every name there is. */
export const isAny = (pattern: string): boolean => /^\*+$/.test(pattern)
