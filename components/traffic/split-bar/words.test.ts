import { describe, expect, it } from 'vitest'
import { changeParts, changeWords, trafficWords } from './describe-change'
import { patchLines, readablePath } from './patch-lines'

const plain = (text: string) => text.replaceAll('\u202f', ' ')

describe('the change in words', () => {
  it('speaks of the canary alone when there are two', () => {
    const parts = changeParts(['v1', 'v2'], [90, 10], [75, 25], 100, 'v1')
    expect(plain(changeWords(parts))).toBe('v2 10 % → 25 %')
    expect(trafficWords(parts, 150)).toBe('about 38 of 150 requests a second')
  })
  it('names everyone who moves when there are more, in percent of the rule’s own total', () => {
    const parts = changeParts(['a', 'b', 'c'], [5, 5, 1], [5, 4, 2], 11, 'a')
    expect(plain(changeWords(parts))).toBe('b 45.5 % → 36.4 %, c 9.1 % → 18.2 %')
    expect(trafficWords(parts, 150)).toBe('')
    expect(changeParts(['a', 'b', 'c'], [5, 5, 1], [4, 5, 2], 11, 'a')).toHaveLength(2)
  })
  it('says nothing about traffic that it does not know', () => {
    expect(trafficWords(changeParts(['v1', 'v2'], [90, 10], [0, 100], 100, 'v1'), null)).toBe('')
  })
})

describe('patchLines', () => {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    namespace: 'shop',
    name: 'checkout',
  }
  it('shows old and new and leaves tests and marks out', () => {
    const lines = patchLines([
      {
        object,
        patch: [
          { op: 'replace', path: '/metadata/resourceVersion', value: '1' },
          { op: 'test', path: '/spec/http/0/route/1/weight', value: 10 },
          { op: 'replace', path: '/spec/http/0/route/1/weight', value: 25 },
          { op: 'add', path: '/spec/http/0/mirror', value: { host: 'x' } },
          { op: 'remove', path: '/spec/http/1' },
        ],
      },
    ])
    expect(lines).toEqual([
      { object: 'VirtualService checkout', path: 'spec.http[0].route[1].weight', before: '10', after: '25' },
      {
        object: 'VirtualService checkout',
        path: 'spec.http[0].mirror',
        after: '{"host":"x"}',
        whole: { host: 'x' },
      },
      { object: 'VirtualService checkout', path: 'spec.http[1]' },
    ])
  })
  it('unescapes pointers', () => {
    expect(readablePath('/spec/a~1b/m~0n/-')).toBe('spec.a/b.m~n[-]')
  })
})
