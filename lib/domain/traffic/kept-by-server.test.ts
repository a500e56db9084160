import { describe, expect, it } from 'vitest'
import { droppedPaths } from './kept-by-server'

describe('droppedPaths', () => {
  it('finds a field that the server does not know', () => {
    const mirror = (more: object) => ({ rules: [{ filters: [{ requestMirror: { name: 'v2', ...more } }] }] })
    expect(droppedPaths(mirror({}), mirror({ percent: 20 }))).toEqual([
      '/rules/0/filters/0/requestMirror/percent',
    ])
  })

  it('takes defaults and other spellings as they come', () => {
    expect(droppedPaths({ weight: 1, group: '', timeout: '1s' }, { weight: 1, timeout: '1000ms' })).toEqual(
      [],
    )
    expect(droppedPaths({ a: null }, { a: null })).toEqual([])
  })

  it('finds whole values and entries that are gone', () => {
    expect(droppedPaths({}, { a: 1 })).toEqual(['/a'])
    expect(droppedPaths({ a: [1] }, { a: [1, 2] })).toEqual(['/a'])
    expect(droppedPaths(undefined, { a: 1 })).toEqual([''])
  })
})
