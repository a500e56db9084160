import { describe, expect, it } from 'vitest'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import { MATCHES_ANNOTATION, notedMatches, noteOf, noteOps } from './matches-note'

const objectWith = (annotations?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'HTTPRoute',
  metadata: { name: 'cart', uid: '', resourceVersion: '', ...(annotations && { annotations }) },
})
const noted = (annotations: Record<string, string> | undefined, note: string | undefined) => {
  const object = objectWith(annotations)
  const { tests, changes } = noteOps(object, note)
  return applyPatch(object, [...tests, ...changes]).metadata.annotations
}

describe('the note of match moves', () => {
  it.each<[Record<string, string> | undefined, string | undefined, Record<string, string> | undefined]>([
    [undefined, 'a', { [MATCHES_ANNOTATION]: 'a' }],
    [{ own: 'x' }, 'a', { own: 'x', [MATCHES_ANNOTATION]: 'a' }],
    [{ [MATCHES_ANNOTATION]: 'a' }, 'b', { [MATCHES_ANNOTATION]: 'b' }],
    [{ own: 'x', [MATCHES_ANNOTATION]: 'a' }, undefined, { own: 'x' }],
    [{ own: 'x' }, undefined, { own: 'x' }],
    [undefined, undefined, undefined],
  ])('on %j becomes %j', (annotations, note, after) => {
    expect(noted(annotations, note)).toEqual(after)
  })

  it('is tested as it stood', () => {
    expect(noteOps(objectWith({ [MATCHES_ANNOTATION]: 'a' }), 'b').tests).toEqual([
      { op: 'test', path: '/metadata/annotations/aviary.dev~1matches', value: 'a' },
    ])
  })

  it('reads back what was noted, and nothing from what is no JSON', () => {
    const matches = new Map([['beta', ['one', 'two']]])
    expect(notedMatches(objectWith({ [MATCHES_ANNOTATION]: noteOf(matches) ?? '' }))).toEqual(matches)
    expect(noteOf(new Map())).toBeUndefined()
    for (const text of ['{', '[1]', 'null', '']) {
      expect(notedMatches(objectWith({ [MATCHES_ANNOTATION]: text })).size).toBe(0)
    }
  })
})
