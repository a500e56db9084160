import { describe, expect, test } from 'vitest'
import { byPrecedence, compileGrpcMatch, compileHttpMatch } from './match'
import type { RouteMatch } from './objects'

const request = {
  user: 1,
  ip: '198.18.0.1',
  path: '/items/7',
  method: 'GET',
  headers: { 'x-user': 'developer', cookie: 'session=1; beta=true' },
  query: { preview: 'true' },
}
const caller = { namespace: 'market', labels: {} }
const headers = (value: string, type?: string): RouteMatch => ({
  headers: [{ name: 'X-User', value, ...(type === undefined ? {} : { type }) }],
})

test.each<[string, RouteMatch, boolean]>([
  ['nothing asked', {}, true],
  ['prefix by path elements', { path: { value: '/items' } }, true],
  ['a prefix is no part of an element', { path: { value: '/it' } }, false],
  ['prefix with a slash at its end', { path: { value: '/items/' } }, true],
  ['exact', { path: { type: 'Exact', value: '/items/7' } }, true],
  ['exact, but longer', { path: { type: 'Exact', value: '/items' } }, false],
  ['path by expression, as a whole', { path: { type: 'RegularExpression', value: '/items/\\d+' } }, true],
  ['part of a path by expression', { path: { type: 'RegularExpression', value: '/items' } }, false],
  ['header, any case of its name', headers('developer'), true],
  ['other header', headers('admin'), false],
  ['header by expression', headers('dev.*', 'RegularExpression'), true],
  ['header by half an expression', headers('dev', 'RegularExpression'), false],
  ['query', { queryParams: [{ name: 'preview', value: 'true' }] }, true],
  ['method and header', { method: 'GET', ...headers('developer') }, true],
  ['all must hold', { method: 'POST', ...headers('developer') }, false],
])('%s', (_name, match, expected) => {
  expect(compileHttpMatch(match).test(request, caller, '')).toBe(expected)
})

describe('precedence', () => {
  const order: RouteMatch[] = [
    { path: { type: 'Exact', value: '/a' } },
    { path: { value: '/items/special' } },
    { path: { value: '/items' }, method: 'GET' },
    { path: { value: '/items' }, ...headers('x') },
    { path: { value: '/items' }, queryParams: [{ name: 'a', value: 'b' }] },
    { path: { value: '/items' } },
    { method: 'GET' },
    headers('x'),
    {},
  ]

  test('path, then method, headers and query, whatever the order of the rules', () => {
    const shuffled = order.toReversed().map((match) => ({ match, ...compileHttpMatch(match) }))
    shuffled.sort((a, b) => byPrecedence(a.precedence, b.precedence))
    expect(shuffled.map(({ match }) => match)).toEqual(order)
  })

  test('gRPC: service before method before headers', () => {
    const grpc: RouteMatch[] = [
      { method: { service: 'market.Reviews', method: 'List' } },
      { method: { service: 'market.Reviews' }, ...headers('x') },
      { method: { service: 'market.Reviews' } },
      { method: { method: 'List' } },
      headers('x'),
      {},
    ]
    const shuffled = grpc.toReversed().map((match) => ({ match, ...compileGrpcMatch(match) }))
    shuffled.sort((a, b) => byPrecedence(a.precedence, b.precedence))
    expect(shuffled.map(({ match }) => match)).toEqual(grpc)
  })
})

test('a gRPC match reads service and method from the path', () => {
  const call = { ...request, path: '/market.Reviews/List' }
  const holds = (method: RouteMatch['method']): boolean =>
    compileGrpcMatch(method === undefined ? {} : { method }).test(call, caller, '')
  expect(holds({ service: 'market.Reviews' })).toBe(true)
  expect(holds({ service: 'market.Reviews', method: 'Get' })).toBe(false)
  expect(holds({ method: 'List' })).toBe(true)
  expect(holds({ type: 'RegularExpression', service: 'market\\..*' })).toBe(true)
})
