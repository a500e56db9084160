import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexGraph } from '../graph-index'
import { shop } from '../graph.fixture'
import { completionsOf } from './complete'
import { wordsOf } from './graph-words'

const values = wordsOf(indexGraph(shop()))
const offered = (text: string, caret = text.length) =>
  completionsOf(text, caret, values).map(({ word }) => word)
const taken = (text: string, caret = text.length) => completionsOf(text, caret, values)[0]

describe('completionsOf', () => {
  it('offers fields at the beginning of a word, and names of nodes after them', () => {
    expect(offered('vers')).toEqual(['version:'])
    expect(offered('ns:shop er')).toEqual(['errors>'])
    expect(offered('pay')).toContain('payments')
  })
  it('offers the words of the graph after a field, the most frequent first', () => {
    expect(offered('version:')).toEqual(['v4', 'v1', 'v2'])
    expect(offered('kind:ga')).toEqual(['gateway'])
    expect(offered('protocol:')).toEqual(['http', 'grpc', 'tcp'])
    expect(offered('version:v1,v')).toEqual(['v4', 'v1', 'v2'])
  })
  it('offers units after a figure', () => {
    expect(offered('p95>200')).toEqual(['200ms', '200s'])
    expect(offered('rps>10')).toEqual([])
  })
  it('takes the place of the word under the caret and keeps the rest', () => {
    expect(taken('kin ns:shop', 3)).toMatchObject({ text: 'kind: ns:shop', caret: 5 })
    expect(taken('version:v2 or ver')).toMatchObject({ text: 'version:v2 or version:' })
    expect(taken('to:pay')).toMatchObject({ text: 'to:payments ' })
    expect(taken('"checkout v')?.text).toMatch(/^"checkout v\d" $/)
  })
  it('never throws, and the caret stays within the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(30), (text, caret) => {
        for (const one of completionsOf(text, Math.min(caret, text.length), values)) {
          expect(one.caret).toBeLessThanOrEqual(one.text.length)
        }
      }),
    )
  })
})
