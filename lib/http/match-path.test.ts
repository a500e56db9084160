import { describe, expect, it } from 'vitest'
import { matchPath } from './match-path'

const table = [
  { path: '/audit/{seq}', methods: {} },
  { path: '/audit/verify', methods: {} },
  { path: '/a/{x}/b/{y}', methods: {} },
]

describe('matchPath', () => {
  it('prefers literal segments', () => {
    expect(matchPath(table, '/audit/verify')?.entry.path).toBe('/audit/verify')
    expect(matchPath(table, '/audit/12')).toMatchObject({
      entry: { path: '/audit/{seq}' },
      params: { seq: '12' },
    })
  })
  it('decodes segments, and a slash inside one stays inside it', () => {
    expect(matchPath(table, '/a/one%2Ftwo/b/%C3%BC')?.params).toEqual({ x: 'one/two', y: 'ü' })
  })
  it.each(['', '/', '/audit', '/audit/', '/audit//x', '/audit/%zz', '/audit/1/2'])(
    'knows nothing at %s',
    (path) => {
      expect(matchPath(table, path)).toBeUndefined()
    },
  )
})
