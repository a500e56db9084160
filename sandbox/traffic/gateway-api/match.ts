import { wholePattern } from '../go-pattern'
import type { Request, RequestTest } from '../route-match'
import type { RouteMatch } from './objects'

/** One match of a rule, with what decides among several that hold (HTTPRouteRule.matches in the API reference). */
export interface CompiledMatch {
  test: RequestTest
  /** Compared from the first number on; the larger wins. */
  precedence: readonly number[]
  /** A path that the match lets in. */
  path: string
}

type Test = (request: Request) => boolean

/** Exact path, length of the prefix, method, headers, query parameters: in this order. Expressions rank by length. */
export function compileHttpMatch(match: RouteMatch): CompiledMatch {
  const { headers = [], queryParams = [] } = match
  const { type = 'PathPrefix', value = '/' } = match.path ?? {}
  const method = typeof match.method === 'string' ? match.method : undefined
  const tests: Test[] = [
    pathTest(type, value),
    ...headers.map((wanted) => valueTest(wanted, (request) => request.headers[wanted.name.toLowerCase()])),
    ...queryParams.map((wanted) => valueTest(wanted, (request) => request.query[wanted.name])),
  ]
  if (method !== undefined) tests.push((request) => request.method === method)
  return {
    test: all(tests),
    precedence: [
      type === 'Exact' ? 1 : 0,
      value.length,
      method === undefined ? 0 : 1,
      headers.length,
      queryParams.length,
    ],
    path: type === 'RegularExpression' ? '/' : value,
  }
}

/** Length of the service, of the method, then headers. A gRPC call's path is `/<service>/<method>`. */
export function compileGrpcMatch(match: RouteMatch): CompiledMatch {
  const { headers = [] } = match
  const { type, service, method } = typeof match.method === 'object' ? match.method : {}
  const tests: Test[] = headers.map((wanted) =>
    valueTest(wanted, (request) => request.headers[wanted.name.toLowerCase()]),
  )
  for (const [place, value] of [service, method].entries()) {
    if (value === undefined || value === '') continue
    const named = { name: '', value, ...(type === undefined ? {} : { type }) }
    tests.push(valueTest(named, (request) => request.path.split('/')[place + 1]))
  }
  return {
    test: all(tests),
    precedence: [0, service?.length ?? 0, method?.length ?? 0, headers.length, 0],
    path: service === undefined ? '/' : `/${service}/${method ?? 'Call'}`,
  }
}

/** Negative when `a` is to be tried before `b`. */
export function byPrecedence(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = (b[index] ?? 0) - value
    if (difference !== 0) return difference
  }
  return 0
}

function pathTest(type: string, value: string): Test {
  if (type === 'Exact') return (request) => request.path === value
  if (type === 'RegularExpression') {
    const pattern = wholePattern(value)
    return (request) => pattern?.test(request.path) === true
  }
  // Prefixes are compared by path elements: /items takes /items and /items/1, not /itemsets.
  const prefix = value.replace(/\/$/, '')
  return ({ path }) => path === prefix || path.startsWith(`${prefix}/`)
}

function valueTest(
  wanted: { type?: string; value: string },
  read: (request: Request) => string | undefined,
): Test {
  if (wanted.type !== 'RegularExpression') return (request) => read(request) === wanted.value
  const pattern = wholePattern(wanted.value)
  return (request) => {
    const value = read(request)
    return value !== undefined && pattern?.test(value) === true
  }
}

function all(tests: readonly Test[]): Test {
  return (request) => tests.every((test) => test(request))
}
