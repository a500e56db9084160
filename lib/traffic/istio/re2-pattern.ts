/** Escapes text for a regular expression of RE2, which Envoy matches with. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/**
 * What is wrong with a regular expression, in words. A proxy refuses a whole listener's routes for a single pattern that
 * RE2 cannot read: it has no look-around and no references back.
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
