/**
 * A regular expression of Go (RE2) as JavaScript reads it; `(?i)` and named groups are translated. Undefined where it
 * can't be read.
 */
export function goPattern(source: string, { ignoreCase = false } = {}): RegExp | undefined {
  const folded = source.startsWith('(?i)')
  const body = (folded ? source.slice(4) : source).replaceAll('(?P<', '(?<')
  try {
    return new RegExp(body, ignoreCase || folded ? 'i' : '')
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The same, matched against the whole value, as Envoy does. */
export function wholePattern(source: string, { ignoreCase = false } = {}): RegExp | undefined {
  const folded = source.startsWith('(?i)')
  return goPattern(`${folded ? '(?i)' : ''}^(?:${folded ? source.slice(4) : source})$`, { ignoreCase })
}
