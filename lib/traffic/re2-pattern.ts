/** Regular expressions of RE2, which Envoy (by its C++ library) and Traefik (by Go's own) match with. */

/** Text that a pattern takes literally. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}

/** The text that a pattern stands for where it is literal; undefined for a true pattern. */
export function literalOf(pattern: string): string | undefined {
  const text = pattern.replace(/\\([\\.+*?()|[\]{}^$/-])/g, '$1')
  const rest = pattern.replace(/\\[\\.+*?()|[\]{}^$/-]/g, '')
  return /[\\.+*?()|[\]{}^$]/.test(rest) ? undefined : text
}

/**
 * What is wrong with a regular expression, in words. One pattern that RE2 cannot read, since it has no look-around and no
 * references back, makes a proxy refuse all routes of a listener, or Traefik a whole route.
 */
export function patternProblem(source: string): string | undefined {
  const plain = source.replace(/\\([\s\S])/g, (escaped, character: string) =>
    /[1-9k]/.test(character) ? escaped : '',
  )
  if (/\(\?(?:[=!]|<[=!])/.test(plain)) return 'must not look ahead or behind: proxies read RE2'
  if (/\\[1-9k]/.test(plain)) return 'must not refer back to a group: proxies read RE2'
  try {
    // Flags at the start and named groups are written differently here.
    new RegExp(source.replace(/^\(\?[imsU]+\)/, '').replaceAll('(?P<', '(?<'))
    return undefined
  } catch (error) {
    if (error instanceof SyntaxError) return 'is not a regular expression'
    throw error
  }
}
