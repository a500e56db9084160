import type { MatchCondition } from '@/lib/domain/traffic/model'
import { escapePattern, literalOf } from './re2-pattern'

/** Writes a condition on one cookie as a pattern for the whole Cookie header, and reads it back. */
export interface CookiePatterns {
  write(condition: MatchCondition): string
  /** Undefined for patterns of other shapes. */
  read(pattern: string): MatchCondition | undefined
}

const ANY = '[^;]*'

/** `before` and `after` stand for what the header may hold around the cookie, semicolons between. */
export function cookiePatterns(before: string, after: string): CookiePatterns {
  return {
    write: (condition) =>
      `${before}${escapePattern(condition.name ?? '')}=${valuePattern(condition)}${after}`,
    read: (pattern) => {
      if (!pattern.startsWith(before) || !pattern.endsWith(after)) return undefined
      const inner = pattern.slice(before.length, -after.length)
      const equals = inner.indexOf('=')
      const name = equals <= 0 ? undefined : literalOf(inner.slice(0, equals))
      if (name === undefined) return undefined
      return { kind: 'cookie', name, ...valueCondition(inner.slice(equals + 1)) }
    },
  }
}

function valuePattern({ op, value = '' }: MatchCondition): string {
  if (op === 'exact') return escapePattern(value)
  if (op === 'prefix') return `${escapePattern(value)}${ANY}`
  return op === 'regex' ? `(?:${value})` : ANY
}

function valueCondition(value: string): Pick<MatchCondition, 'op' | 'value'> {
  if (value === ANY) return { op: 'present' }
  const literal = literalOf(value)
  if (literal !== undefined) return { op: 'exact', value: literal }
  const prefix = value.endsWith(ANY) ? literalOf(value.slice(0, -ANY.length)) : undefined
  if (prefix !== undefined) return { op: 'prefix', value: prefix }
  const grouped = value.startsWith('(?:') && value.endsWith(')')
  return { op: 'regex', value: grouped ? value.slice('(?:'.length, -1) : value }
}
