import { describe, expect, it } from 'vitest'
import { droppedPaths } from './kept-by-server'

const mirror = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'v2' }, percent: 20 } }

describe('droppedPaths', () => {
  it('finds a field that the server does not know', () => {
    const answered = {
      spec: {
        rules: [{ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'v2' } } }] }],
      },
    }
    const add = { op: 'add' as const, path: '/spec/rules/0/filters', value: [mirror] }
    expect(droppedPaths(answered, [add])).toEqual(['/spec/rules/0/filters/0/requestMirror/percent'])
    const append = { op: 'add' as const, path: '/spec/rules/0/filters/-', value: mirror }
    expect(droppedPaths(answered, [append])).toEqual(['/spec/rules/0/filters/0/requestMirror/percent'])
  })

  it('takes defaults and other spellings as they come', () => {
    const answered = { spec: { a: { weight: 1, group: '', timeout: '1s' } }, metadata: {} }
    const patch = [
      { op: 'add' as const, path: '/spec/a', value: { weight: 1, timeout: '1000ms' } },
      { op: 'add' as const, path: '/metadata/annotations', value: { a: 'b' } },
      { op: 'test' as const, path: '/spec/gone', value: 1 },
      { op: 'remove' as const, path: '/spec/gone' },
    ]
    expect(droppedPaths(answered, patch)).toEqual([])
  })

  it('finds a whole value that is gone', () => {
    expect(droppedPaths({ spec: {} }, [{ op: 'add', path: '/spec/a', value: 1 }])).toEqual(['/spec/a'])
    expect(droppedPaths({ spec: { a: [1] } }, [{ op: 'add', path: '/spec/a', value: [1, 2] }])).toEqual([
      '/spec/a',
    ])
  })
})
