import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyDelta, type GraphDelta, type RevisedGraph } from '../../domain/topology/graph-delta'
import { FeedStage, node, scrapeSeconds, spec } from './feed-stage.fixture'
import type { Follower, GraphFeed } from './graph-port'
import type { GraphNews } from './graph-state'
import { textAt } from './graph-texts'
import type { GraphCut, GraphSpec } from './graph-view'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-30T12:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const read = ({ text }: Pick<GraphNews, 'text'>) =>
  JSON.parse(
    textAt(text, new Date())
      .map((part) => (typeof part === 'string' ? part : Buffer.from(part.bytes).toString()))
      .join(''),
  ) as RevisedGraph & GraphDelta

/** A reader that puts together what it is told, as a browser does. */
class Reader {
  graph: RevisedGraph | undefined
  readonly kinds: string[] = []
  failures = 0
  private readonly follower: Follower

  constructor(feed: GraphFeed, where: { spec?: GraphSpec; cut?: GraphCut; since?: string } = {}) {
    this.follower = feed.follow(where.spec ?? spec, where.cut ?? {}, where.since, {
      news: () => this.take(),
      failed: () => (this.failures += 1),
    })
  }
  take() {
    for (const news of this.follower.take()) {
      this.kinds.push(news.kind)
      const content = read(news)
      this.graph = news.kind === 'graph' ? content : this.graph && applyDelta(this.graph, content)
    }
  }
  stop() {
    this.follower.stop()
  }
}

const scrape = () => vi.advanceTimersByTimeAsync(scrapeSeconds * 1000 + 300)
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('the graph feed', () => {
  it('makes one graph, one difference and one text a tick for five hundred readers', async () => {
    const stage = new FeedStage()
    const readers = Array.from({ length: 500 }, () => new Reader(stage.feed))
    await settle()
    expect(stage.counts).toMatchObject({ built: 1, diffed: 0, written: 1 })
    expect(readers.every(({ graph }) => graph?.nodes.length === 2)).toBe(true)
    for (const rate of [3, 4, 5]) {
      stage.resetCounts()
      stage.sample([node('shop', 'cart', rate), node('bank', 'vault', 2)])
      await scrape()
      expect(stage.counts).toMatchObject({ built: 1, diffed: 1, written: 1 })
      expect(readers.every(({ graph }) => graph?.nodes[0]?.in.rate === rate)).toBe(true)
    }
    expect(readers[0]?.kinds).toEqual(['graph', 'delta', 'delta', 'delta'])
    for (const reader of readers) reader.stop()
  })

  it('does nothing once nobody follows, and lets go of what it kept', async () => {
    const stage = new FeedStage()
    const readers = Array.from({ length: 50 }, () => new Reader(stage.feed))
    await scrape()
    for (const reader of readers) reader.stop()
    stage.resetCounts()
    stage.sample([])
    stage.feed.poke()
    await vi.advanceTimersByTimeAsync(300_000)
    expect(stage.counts.asked).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('gives one text to all who ask for a graph of the same samples', async () => {
    const stage = new FeedStage()
    const answers = await Promise.all(Array.from({ length: 20 }, () => stage.feed.read(spec, {})))
    expect(new Set(answers.map(({ revision }) => revision)).size).toBe(1)
    expect(stage.counts).toMatchObject({ built: 1, diffed: 0, written: 1 })
  })

  it('writes the age of each answer and the time of the samples as they are', async () => {
    const stage = new FeedStage()
    const { at } = stage.snapshot
    const first = await stage.feed.read(spec, {})
    expect(read(first)).toMatchObject({ at, age: 0 })
    await vi.advanceTimersByTimeAsync(1500)
    expect(read(first)).toMatchObject({ at, age: 1.5 })
  })

  it('brings the next tick forward when something changes, and gathers changes', async () => {
    const stage = new FeedStage()
    const reader = new Reader(stage.feed)
    await settle()
    await vi.advanceTimersByTimeAsync(500)
    stage.resetCounts()
    for (const routes of [1, 2, 3]) {
      stage.routes = routes
      stage.feed.poke()
    }
    await settle()
    expect(stage.counts.built).toBe(1)
    stage.routes = 4
    stage.feed.poke()
    await vi.advanceTimersByTimeAsync(249)
    expect(stage.counts.built).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(stage.counts.built).toBe(2)
    reader.stop()
  })

  it('leads a reader who comes back from where it was, by steps that are kept', async () => {
    const stage = new FeedStage()
    const staying = new Reader(stage.feed)
    const leaving = new Reader(stage.feed)
    await settle()
    leaving.stop()
    for (const rate of [3, 4]) {
      stage.sample([node('shop', 'cart', rate), node('bank', 'vault', 2)])
      await scrape()
    }
    const back = new Reader(stage.feed, { since: leaving.graph?.revision ?? '' })
    back.graph = leaving.graph
    await settle()
    expect(back.kinds).toEqual(['delta', 'delta'])
    expect(back.graph).toEqual({ ...staying.graph, age: back.graph?.age })
    for (const reader of [staying, back]) reader.stop()
  })

  it('keeps the steps of a small graph, each nearly as long as the whole', async () => {
    const stage = new FeedStage()
    const leaving = new Reader(stage.feed)
    const staying = new Reader(stage.feed)
    await settle()
    leaving.stop()
    for (const rate of [3, 4, 5]) {
      stage.sample([node('shop', 'cart', rate), node('bank', 'vault', rate)])
      await scrape()
    }
    const back = new Reader(stage.feed, { since: leaving.graph?.revision ?? '' })
    back.graph = leaving.graph
    await settle()
    expect(back.kinds).toEqual(['delta', 'delta', 'delta'])
    expect(back.graph).toEqual({ ...staying.graph, age: back.graph?.age })
    for (const reader of [staying, back]) reader.stop()
  })

  it.each(['r.999', 'other.1', ''])('gives the whole graph to who comes from %j', async (since) => {
    const stage = new FeedStage()
    const reader = new Reader(stage.feed, { since })
    await settle()
    expect(reader.kinds).toEqual(['graph'])
    reader.stop()
  })

  it('forgets steps once they are longer than the whole', async () => {
    const stage = new FeedStage()
    const many = (rate: number) => Array.from({ length: 2000 }, (_none, n) => node('shop', `s${n}`, rate))
    stage.sample(many(0))
    const staying = new Reader(stage.feed)
    const leaving = new Reader(stage.feed)
    await settle()
    leaving.stop()
    for (let rate = 1; rate < 12; rate += 1) {
      stage.sample(many(rate))
      await scrape()
    }
    const back = new Reader(stage.feed, { since: leaving.graph?.revision ?? '' })
    await settle()
    expect(back.kinds).toEqual(['graph'])
    expect(back.graph).toEqual({ ...staying.graph, age: back.graph?.age })
    for (const reader of [staying, back]) reader.stop()
  })

  it('cuts namespaces and nodes out of the one graph', async () => {
    const stage = new FeedStage()
    const cuts: GraphCut[] = [{}, { namespaces: ['shop'] }, { node: 'app~eu~bank~vault' }, { node: 'nobody' }]
    const readers = cuts.map((cut) => new Reader(stage.feed, { cut }))
    await settle()
    expect(stage.counts.built).toBe(1)
    expect(readers.map(({ graph }) => graph?.nodes.map(({ name }) => name))).toEqual([
      ['cart', 'vault'],
      ['cart'],
      ['vault'],
      [],
    ])
    for (const reader of readers) reader.stop()
  })

  it('lets others have a turn between two cuts, and answers who reads meanwhile with the newest', async () => {
    const stage = new FeedStage()
    const cuts: GraphCut[] = [{ namespaces: ['shop'] }, { namespaces: ['bank'] }, {}]
    const readers = cuts.map((cut) => new Reader(stage.feed, { cut }))
    await settle()
    const turns: { kinds: number[]; read: number | undefined }[] = []
    stage.between = async () => {
      const { text } = await stage.feed.read(spec, { node: 'app~eu~shop~cart' })
      turns.push({ kinds: readers.map(({ kinds }) => kinds.length), read: read({ text }).nodes[0]?.in.rate })
    }
    stage.resetCounts()
    stage.sample([node('shop', 'cart', 7), node('bank', 'vault', 8)])
    await scrape()
    expect(turns.slice(0, 3)).toEqual([
      { kinds: [2, 1, 1], read: 7 },
      { kinds: [2, 2, 1], read: 7 },
      { kinds: [2, 2, 2], read: 7 },
    ])
    expect(stage.counts).toMatchObject({ built: 1, diffed: 3 })
    for (const reader of readers) reader.stop()
  })

  it('keeps the graphs of other rights apart', async () => {
    const stage = new FeedStage()
    const narrow = {
      ...spec,
      rights: { key: 'shop', sees: ({ namespace }: { namespace: string }) => namespace === 'shop' },
    }
    const [all, some] = [new Reader(stage.feed), new Reader(stage.feed, { spec: narrow })]
    await settle()
    expect(stage.counts.built).toBe(2)
    expect(some.graph?.nodes.map(({ name }) => name)).toEqual(['cart'])
    for (const reader of [all, some]) reader.stop()
  })

  it('says once that no graph can be had, marks the last one as stale, and goes on when there is one', async () => {
    const stage = new FeedStage()
    const reader = new Reader(stage.feed)
    await settle()
    stage.failure = new Error('down')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(reader.failures).toBe(1)
    expect(reader.graph?.stale).toBe(true)
    stage.failure = undefined
    stage.sample([node('shop', 'cart', 9)])
    await scrape()
    expect(reader.graph).toMatchObject({ stale: false, nodes: [{ in: { rate: 9 } }] })
    reader.stop()
  })
})
