import { describe, expect, it } from 'vitest'
import { edge } from '../graph.fixture'
import { standardLabels, type LabelKind } from '../label-kinds'
import { edgeHealth, edgeLabel } from './edge-label'
import { formatBytes } from './format-bytes'

const words = (...args: Parameters<typeof edgeLabel>) =>
  edgeLabel(...args).map(({ text }) => text.replaceAll('\u202f', ' '))
const all = { labels: standardLabels, window: 60 }

describe('edgeLabel', () => {
  it('sets the desired share over the observed one on the way to a version', () => {
    const split = edge('s', 's/v2', { rate: 15, share: 9.84, desiredShare: 10 })
    expect(words(split, { ...all, split: true })).toEqual(['10 %', '9.8 % seen'])
  })
  it('says only what was seen where no route splits', () => {
    expect(words(edge('s', 's/v1', { share: 50 }), { ...all, split: true })).toEqual(['50 % seen'])
  })
  it('has rate and errors on other edges, with the glyph of their health', () => {
    expect(words(edge('a', 'b', { rate: 61, errorShare: 1.4 }), { ...all, split: false })).toEqual([
      '61 rps',
      '◆ 1.4 % errors',
    ])
    expect(words(edge('a', 'b', { rate: 61, errorShare: 0.1 }), { ...all, split: false })).toEqual(['61 rps'])
  })
  it('does not judge a handful of requests', () => {
    const few = edge('a', 'b', { rate: 0.1, errorShare: 50 })
    expect(edgeHealth(few, 60)).toBe('unknown')
    expect(words(few, { ...all, split: false })).toEqual(['0.1 rps', '50 % errors'])
  })
  it('names mirrors with their percent and nothing else', () => {
    expect(words(edge('a', 'b', { mirrored: 100, errorShare: 5 }), { ...all, split: false })).toEqual([
      'mirror 100 %',
    ])
  })
  it('gives bytes for tcp', () => {
    const tcp = edge('a', 'b', { protocol: 'tcp', rate: 0, bytesRate: 1_240_000, errorShare: null })
    expect(words(tcp, { ...all, split: false })).toEqual(['tcp 1.2 MB/s'])
  })
  it('shows only what was asked for', () => {
    const options = { labels: new Set<LabelKind>(['errors']), window: 60 }
    expect(words(edge('a', 'b', { rate: 61, errorShare: 12 }), { ...options, split: false })).toEqual([
      '▲ 12 % errors',
    ])
    expect(words(edge('s', 's/v1', { desiredShare: 10 }), { ...options, split: true })).toEqual([])
  })
})

describe('formatBytes', () => {
  it('counts in powers of 1000', () => {
    expect(
      [0, 999, 84_000, 1_240_000, 5e12].map((bytes) => formatBytes(bytes).replace('\u202f', ' ')),
    ).toEqual(['0 B', '999 B', '84 kB', '1.2 MB', '5000 GB'])
  })
})
