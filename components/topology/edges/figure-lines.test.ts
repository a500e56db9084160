import { describe, expect, it } from 'vitest'
import { edge } from '../graph.fixture'
import { labelKinds, readLabels } from '../label-kinds'
import { edgeLabel } from './edge-label'
import { formatAverage } from './figure-lines'

const band = (low: number, high: number | null) => ({ low, high })
const figures = {
  id: 'a>b',
  latency: { p50: band(10, 25), p95: band(100, 250), p99: band(5000, null) },
  average: 84.4,
  requestBytesRate: 12_300,
  responseBytesRate: 4_500_000,
}
const words = (names: string[], more: object = {}) =>
  edgeLabel(edge('a', 'b', { mtlsShare: 80, protocol: 'grpc' }), {
    split: false,
    labels: readLabels(names),
    window: 60,
    figures,
    ...more,
  })
    .map(({ text }) => text)
    .join(' | ')
    .replaceAll('\u202f', ' ')

describe('labels that are measured for edges on screen', () => {
  it('give bounds for quantiles and a figure for the average', () => {
    expect(words(['p95'])).toBe('p95 100–250 ms')
    expect(words(['p99'])).toBe('p99 > 5 s')
    expect(words(['average'])).toBe('avg 84.4 ms')
    expect(formatAverage(1234).replace('\u202f', ' ')).toBe('1.2 s')
  })
  it('give bytes each way, mTLS and the protocol', () => {
    expect(words(['request-bytes', 'mtls', 'protocol'])).toBe('↑ 12 kB/s | ◆ mTLS 80 % | grpc')
    expect(words(['response-bytes'])).toBe('↓ 4.5 MB/s')
  })
  it('say once that an edge was left out, and nothing while it is not known', () => {
    expect(words(['p95', 'request-bytes'], { figures: undefined, dropped: true })).toBe('not measured')
    expect(words(['p95', 'request-bytes'], { figures: undefined })).toBe('')
  })
  it('are one of each group, whatever the address says', () => {
    expect([...readLabels(labelKinds)]).toEqual([
      'share',
      'rate',
      'errors',
      'average',
      'request-bytes',
      'mtls',
      'protocol',
    ])
  })
})
