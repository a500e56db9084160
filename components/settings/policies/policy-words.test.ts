import { describe, expect, it } from 'vitest'
import { lineDiff } from '@/lib/domain/access/line-diff'
import { foldDiff, lineOf, lineSpan, rightsLines, stateWords, whoWords } from './policy-words'

const anywhere = { cluster: '*', namespace: '*', service: '*' }

describe('words about the policy', () => {
  it('name groups and people', () => {
    expect(whoWords({ group: 'sre' })).toBe('group sre')
    expect(whoWords({ subject: '00u7', issuer: 'https://id' })).toBe('00u7 of https://id')
  })

  it('put rights of one scope in one line', () => {
    const shop = { ...anywhere, namespace: 'shop' }
    const lines = rightsLines({
      who: { group: 'sre' },
      gained: [
        { verb: 'pause', scope: shop },
        { verb: 'abort', scope: shop },
      ],
      lost: [{ verb: 'view', scope: anywhere }],
      denied: [],
      noLongerDenied: [],
    })
    expect(lines).toEqual([
      { sign: '+', word: 'gains', scope: 'namespace shop', verbs: ['pause', 'abort'] },
      { sign: '−', word: 'loses', scope: 'everywhere', verbs: ['view'] },
    ])
  })

  it('tell how a text ended', () => {
    const by = { by: { issuer: 'i', subject: 's', name: 'Bob' }, at: '2026-11-30T10:00:00Z' }
    expect(stateWords({ state: 'rejected', decided: by })).toBe('rejected by Bob')
    expect(stateWords({ state: 'superseded' })).toBe('replaced')
  })

  it('find the line that a problem names', () => {
    const text = 'one\ntwo\nthree'
    expect(lineOf('line 12: wrong')).toBe(12)
    expect(lineOf('is needed')).toBeUndefined()
    expect(text.slice(...lineSpan(text, 2))).toBe('two')
    expect(text.slice(...lineSpan(text, 9))).toBe('')
  })

  it('leave out what stayed the same far from a change', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n'
    const parts = foldDiff(lineDiff(before, before.replace('d', 'D')), 1)
    expect(parts.map((part) => (part.kind === 'skipped' ? part.count : part.text))).toEqual([
      2,
      'c',
      'd',
      'D',
      'e',
      3,
    ])
  })
})
