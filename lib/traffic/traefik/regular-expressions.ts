/** Text and regular expressions (Go's RE2) as Traefik's matchers take them. */

/** The start of a cookie in a Cookie header, and its end. */
const COOKIE_START = String.raw`(^|;\s*)`
const COOKIE_END = '(;|$)'

/** Text that a pattern takes literally. */
export function quotePattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`)
}

/** The text that a pattern stands for where it is literal; undefined for a true pattern. */
export function literalOf(pattern: string): string | undefined {
  const text = pattern.replace(/\\([\\.+*?()|[\]{}^$/-])/g, '$1')
  const rest = pattern.replace(/\\[\\.+*?()|[\]{}^$/-]/g, '')
  return /[\\.+*?()|[\]{}^$]/.test(rest) ? undefined : text
}

/** A pattern for one cookie of the Cookie header; without `end` its value only has to begin so. */
export function cookiePattern(name: string, value: string, end: boolean): string {
  return `${COOKIE_START}${quotePattern(name)}=${value}${end ? COOKIE_END : ''}`
}

/** The parts of a pattern that `cookiePattern` made; undefined for others. */
export function readCookiePattern(
  pattern: string,
): { name: string; value: string; end: boolean } | undefined {
  if (!pattern.startsWith(COOKIE_START)) return undefined
  const end = pattern.endsWith(COOKIE_END)
  const inner = pattern.slice(COOKIE_START.length, end ? -COOKIE_END.length : undefined)
  const equals = inner.indexOf('=')
  const name = equals < 0 ? undefined : literalOf(inner.slice(0, equals))
  return name === undefined || name === '' ? undefined : { name, value: inner.slice(equals + 1), end }
}

/** Why Go's RE2 would refuse a pattern, as far as can be told; one bad pattern takes its whole route down. */
export function problemOfPattern(pattern: string): string | undefined {
  const plain = pattern.replace(/\\\\/g, '')
  if (/\(\?<?[=!]/.test(plain) || /\\[1-9]/.test(plain)) {
    return 'must not look around or refer back: Traefik’s regular expressions cannot'
  }
  try {
    new RegExp(pattern.replace(/^\(\?[imsU]+\)/, '').replace(/\(\?P</g, '(?<'))
    return undefined
  } catch (error) {
    if (error instanceof SyntaxError) return 'is not a regular expression'
    throw error
  }
}
