import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openLiveStream, type LiveStream, type StreamAddress } from './live-stream'

/** What the browser's EventSource is to us; the test speaks for the server. */
class FakeSource extends EventTarget {
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  constructor(readonly url: string) {
    super()
    sources.push(this)
  }
  close(): void {
    this.closed = true
  }
  say(event: string, data: unknown, lastEventId = ''): void {
    this.dispatchEvent(Object.assign(new Event(event), { data: JSON.stringify(data), lastEventId }))
  }
  get asked(): URLSearchParams {
    return new URL(this.url, 'http://aviary').searchParams
  }
}

const shop = { key: 'shop', view: { namespaces: 'shop' }, since: 'r1' }
let sources: FakeSource[]
let heard: unknown[][]
let address: StreamAddress
let stream: LiveStream

const newest = () => {
  const source = sources.at(-1)
  if (source === undefined) throw new Error('nothing was opened')
  return source
}
/** The newest attempt fails, and the next one is made. */
const failOnce = () => {
  newest().onerror?.()
  vi.advanceTimersByTime(5_000)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FakeSource)
  sources = []
  heard = []
  address = { views: [shop], after: '' }
  stream = openLiveStream(() => address, {
    onState: (state) => heard.push(['state', state]),
    onFrame: (...frame) => heard.push(frame),
    onGraph: (...graph) => heard.push(['graph', ...graph]),
    onStale: (detail) => heard.push(['stale', detail]),
  })
})
afterEach(() => {
  stream.close()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('openLiveStream', () => {
  test('passes on what it hears, graphs by their names', () => {
    newest().onopen?.()
    newest().say('operation', { id: 'op-1' }, '7')
    newest().say('graph', { view: 0, delta: {} })
    newest().say('graph', { view: 1, delta: {} })
    newest().say('stale', { source: 'prometheus', detail: 'no answer' })
    expect(heard).toEqual([
      ['state', 'live'],
      ['operation', { id: 'op-1' }, '7'],
      ['graph', 'shop', { view: 0, delta: {} }],
      ['stale', 'prometheus: no answer'],
    ])
  })

  test('goes on after what is known by then, and closes what it had', () => {
    const first = newest()
    first.onopen?.()
    address = { views: [{ ...shop, since: 'r5' }], after: '41' }
    first.say('bye', { reason: 'shutdown' })
    expect(first.closed).toBe(true)
    vi.advanceTimersByTime(1_000)
    expect(newest().asked.get('after')).toBe('41')
    expect(newest().asked.get('graphs')).toContain('r5')
  })

  test('does not wait for ever for an answer to begin', () => {
    vi.advanceTimersByTime(10_000)
    expect(sources[0]?.closed).toBe(true)
    expect(heard).toEqual([['state', 'polling']])
  })

  test('leaves the graphs out when it is refused again and again, and asks for them later', () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(newest().asked.has('graphs')).toBe(true)
      failOnce()
    }
    expect(newest().asked.has('graphs')).toBe(false)
    newest().onopen?.()
    vi.advanceTimersByTime(62_000)
    expect(newest().asked.has('graphs')).toBe(true)
  })

  test('is silent once it is closed', () => {
    stream.close()
    vi.advanceTimersByTime(100_000)
    expect([sources.length, heard]).toEqual([1, []])
  })
})
