import { DomainError } from '@/lib/domain/errors'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import { escapePattern, patternProblem } from '../re2-pattern'
import { cookiePattern } from './cookies'

/**
 * Traefik's text for conditions that must all hold. Throws `invalid`, naming the field, for what Traefik can't ask or
 * would refuse: it answers 404 to a whole route whose rule it can't read.
 */
export function matchText(when: readonly MatchCondition[]): string {
  if (when.length === 0) throw invalid('when', 'must have at least one condition')
  return when.map((condition, index) => textOf(condition, `when.${index}`)).join(' && ')
}

function textOf(condition: MatchCondition, field: string): string {
  const { kind, op } = condition
  switch (kind) {
    case 'header':
      return named('Header', condition, field)
    case 'query':
      return named('Query', condition, field)
    case 'cookie':
      return cookieText(condition, field)
    case 'host':
    case 'path':
      return plain(kind === 'host' ? 'Host' : 'Path', condition, field)
    case 'method':
      if (op !== 'exact' || !/^[A-Za-z]+$/.test(condition.value ?? ''))
        throw invalid(field, 'must be one method, such as GET')
      return call('Method', (condition.value ?? '').toUpperCase())
    case 'source':
      if (op !== 'exact' || !/^[0-9A-Fa-f:.]+(\/\d{1,3})?$/.test(condition.value ?? ''))
        throw invalid(field, 'must be an IP address or a range such as 10.0.0.0/8')
      return call('ClientIP', condition.value ?? '')
    default:
      throw invalid(field, `of kind ${kind} is nothing that Traefik can ask`)
  }
}

function named(matcher: 'Header' | 'Query', condition: MatchCondition, field: string): string {
  const { op, value = '' } = condition
  const name = nameOf(condition, field)
  const regexp = `${matcher}Regexp`
  switch (op) {
    case 'present':
      return call(regexp, name, '.*')
    case 'absent':
      return `!${call(regexp, name, '.*')}`
    case 'exact':
      if (value !== '') return call(matcher, name, value)
      return matcher === 'Query' ? call(matcher, name) : call(regexp, name, '^$')
    case 'prefix':
      return call(regexp, name, `^${escapePattern(required(value, field))}`)
    case 'regex':
      return call(regexp, name, patternOf(value, field))
  }
}

function cookieText(condition: MatchCondition, field: string): string {
  const { op, value = '' } = condition
  const name = nameOf(condition, field)
  const ask = (pattern: string) => call('HeaderRegexp', 'Cookie', pattern)
  switch (op) {
    case 'present':
      return ask(cookiePattern(name, '', false))
    case 'absent':
      return `!${ask(cookiePattern(name, '', false))}`
    case 'exact':
      return ask(cookiePattern(name, escapePattern(value), true))
    case 'prefix':
      return ask(cookiePattern(name, escapePattern(required(value, field)), false))
    case 'regex':
      return ask(cookiePattern(name, `(?:${patternOf(value, field)})`, true))
  }
}

function plain(matcher: 'Host' | 'Path', { op, value = '' }: MatchCondition, field: string): string {
  const text = required(value, field)
  if (op === 'regex') return call(`${matcher}Regexp`, patternOf(text, field))
  if (matcher === 'Path' && !text.startsWith('/')) throw invalid(field, 'must begin with a slash')
  // Traefik compares hosts in ASCII only.
  if (matcher === 'Host' && !/^[\x21-\x7e]+$/.test(text)) throw invalid(field, 'must be a host name in ASCII')
  if (op === 'exact') return call(matcher, text)
  if (op !== 'prefix') throw invalid(field, 'needs a value')
  return matcher === 'Path' ? call('PathPrefix', text) : call('HostRegexp', `^${escapePattern(text)}`)
}

function nameOf({ name = '' }: MatchCondition, field: string): string {
  // Names of headers, cookies and parameters that could never arrive would only hide a mistake.
  if (!/^[^\s=;,"`\\]+$/.test(name)) throw invalid(field, 'needs a name without blanks and separators')
  return name
}

function required(value: string, field: string): string {
  if (value === '') throw invalid(field, 'needs a value')
  return value
}

function patternOf(value: string, field: string): string {
  const problem = patternProblem(required(value, field))
  if (problem !== undefined) throw invalid(field, problem)
  return value
}

/** Raw strings of Go hold anything but back-ticks and carriage returns. */
function call(matcher: string, ...values: string[]): string {
  const literals = values.map((value) => (/[`\r]/.test(value) ? JSON.stringify(value) : `\`${value}\``))
  return `${matcher}(${literals.join(', ')})`
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid', `${path} ${message}.`, { fields: [{ path, message }] })
}
