import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { goPattern } from '../go-pattern'
import type { Request } from '../route-match'
import type { RuleTree } from './parse-rule'

/** Whether a rule takes a request for `host`. */
export type RuleTest = (request: Request, host: string) => boolean

/** A matcher of one or two values; undefined where Traefik refuses the value. */
type Matcher = (first: string, second: string | undefined) => RuleTest | undefined

/** Matchers with the numbers of values that they take (Traefik v3's pkg/muxer/http). Expressions are not anchored. */
const matchers: ReadonlyMap<string, { counts: readonly number[]; make: Matcher }> = new Map([
  ['host', { counts: [1], make: (value) => (_request, host) => host === value.toLowerCase() }],
  ['hostregexp', { counts: [1], make: (value) => pattern(value, (_request, host) => host) }],
  ['path', { counts: [1], make: (value) => rooted(value, (path) => path === value) }],
  ['pathprefix', { counts: [1], make: (value) => rooted(value, (path) => path.startsWith(value)) }],
  ['pathregexp', { counts: [1], make: (value) => pattern(value, ({ path }) => path) }],
  [
    'method',
    {
      counts: [1],
      make:
        (value) =>
        ({ method }) =>
          method === value.toUpperCase(),
    },
  ],
  [
    'header',
    { counts: [2], make: (name, value) => (request) => request.headers[name.toLowerCase()] === value },
  ],
  [
    'headerregexp',
    { counts: [2], make: (name, value) => pattern(value, ({ headers }) => headers[name.toLowerCase()]) },
  ],
  [
    'query',
    {
      counts: [1, 2],
      make:
        (name, value = '') =>
        ({ query }) =>
          query[name] === value,
    },
  ],
  [
    'queryregexp',
    {
      counts: [1, 2],
      make: (name, value) =>
        value === undefined ? ({ query }) => query[name] === '' : pattern(value, ({ query }) => query[name]),
    },
  ],
  ['clientip', { counts: [1], make: (value) => addresses(value) }],
] satisfies [string, { counts: number[]; make: Matcher }][])

/** Compiles a rule; undefined where a matcher is unknown or its values are refused. */
export function compileRule(tree: RuleTree): RuleTest | undefined {
  if (tree.kind === 'not') {
    const inner = compileRule(tree.inner)
    return inner && ((request, host) => !inner(request, host))
  }
  if (tree.kind === 'matcher') {
    const { name, values } = tree
    const matcher = matchers.get(name.toLowerCase())
    const [first = '', second] = values
    if (!matcher?.counts.includes(values.length) || values.includes('')) return undefined
    return matcher.make(first, second)
  }
  const left = compileRule(tree.left)
  const right = compileRule(tree.right)
  if (!left || !right) return undefined
  return tree.kind === 'and'
    ? (request, host) => left(request, host) && right(request, host)
    : (request, host) => left(request, host) || right(request, host)
}

function pattern(
  source: string | undefined,
  read: (request: Request, host: string) => string | undefined,
): RuleTest | undefined {
  const expression = goPattern(source ?? '')
  return (
    expression &&
    ((request, host) => {
      const value = read(request, host)
      return value !== undefined && expression.test(value)
    })
  )
}

function rooted(value: string, test: (path: string) => boolean): RuleTest | undefined {
  return value.startsWith('/') ? ({ path }) => test(path) : undefined
}

function addresses(value: string): RuleTest | undefined {
  const [address = '', bits] = value.split('/')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
  if (!family) return undefined
  const list = new BlockList()
  const most = family === 'ipv4' ? 32 : 128
  const length = Number(bits ?? most)
  if (!Number.isInteger(length) || length < 0 || length > most) return undefined
  list.addSubnet(address, length, family)
  return ({ ip }) => list.check(ip, 'ipv4')
}
