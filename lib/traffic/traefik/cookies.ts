import { escapePattern, literalOf } from '../re2-pattern'

/** Traefik searches for the pattern, so that the start of a cookie in a Cookie header and its end are enough. */
const COOKIE_START = String.raw`(^|;\s*)`
const COOKIE_END = '(;|$)'

/** A pattern for one cookie of the Cookie header; without `end` its value only has to begin so. */
export function cookiePattern(name: string, value: string, end: boolean): string {
  return `${COOKIE_START}${escapePattern(name)}=${value}${end ? COOKIE_END : ''}`
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
