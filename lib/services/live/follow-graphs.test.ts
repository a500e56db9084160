import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Binding } from '../../domain/access/decide'
import { applyDelta, type GraphDelta, type RevisedGraph } from '../../domain/topology/graph-delta'
import type { ServiceContext } from '../context'
import { FeedStage, node, scrapeSeconds } from '../topology/feed-stage.fixture'
import type { TextParts } from '../topology/shared-text'
import { followGraphs, type GraphWriter } from './follow-graphs'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-30T12:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

type Frame = { view: number } & ({ graph: RevisedGraph } | { delta: GraphDelta })

/** The end of a stream, with a reader that may stop reading. */
class TestWriter implements GraphWriter {
  readonly frames: Frame[] = []
  readonly others: { event: string; data: unknown }[] = []
  reads = true
  private caughtUp: () => void = () => undefined
  send(event: string, data: unknown) {
    this.others.push({ event, data })
  }
  async share(_event: string, parts: TextParts) {
    await Promise.resolve()
    const text = parts.map((part) => (typeof part === 'string' ? part : Buffer.from(part.bytes).toString()))
    this.frames.push(JSON.parse(text.join('')) as Frame)
  }
  behind() {
    return !this.reads
  }
  onCaughtUp(listener: () => void) {
    this.caughtUp = listener
  }
  readAgain() {
    this.reads = true
    this.caughtUp()
  }
  kinds() {
    return this.frames.map((frame) => `${frame.view} ${'graph' in frame ? 'graph' : 'delta'}`)
  }
  /** What a reader of a view has put together. */
  graph(view: number): RevisedGraph | undefined {
    return this.frames
      .filter((frame) => frame.view === view)
      .reduce<RevisedGraph | undefined>(
        (graph, frame) => ('graph' in frame ? frame.graph : graph && applyDelta(graph, frame.delta)),
        undefined,
      )
  }
}

const everywhere = { cluster: '*', namespace: '*', service: '*' }
const asked = { window: '60s', level: 'app' as const }

function scene() {
  const stage = new FeedStage()
  const policy: { bindings: Binding[] } = {
    bindings: [{ group: 'people', role: 'viewer', effect: 'allow', scope: everywhere }],
  }
  const ctx = {
    viewer: { subject: 'ana', groups: ['people'] },
    now: () => new Date(),
    ports: { graphs: stage.feed, policy: () => policy },
  } as unknown as ServiceContext
  return { stage, policy, ctx, writer: new TestWriter() }
}

const scrape = () => vi.advanceTimersByTimeAsync(scrapeSeconds * 1000 + 300)
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('followGraphs', () => {
  it('sends each view whole, and then what changes of it', async () => {
    const { stage, ctx, writer } = scene()
    const stop = followGraphs(ctx, [asked, { ...asked, namespaces: 'shop' }], writer)
    await settle()
    expect(writer.kinds()).toEqual(['0 graph', '1 graph'])
    stage.sample([node('shop', 'cart', 5), node('bank', 'vault', 2)])
    await scrape()
    expect(writer.kinds().slice(2)).toEqual(['0 delta', '1 delta'])
    expect(writer.graph(1)?.nodes.map(({ name, in: { rate } }) => [name, rate])).toEqual([['cart', 5]])
    stop()
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sends a reader that does not read nothing, and once it does what leads to the newest state', async () => {
    const { stage, ctx, writer } = scene()
    const stop = followGraphs(ctx, [asked], writer)
    await settle()
    writer.reads = false
    for (let rate = 1; rate <= 200; rate += 1) {
      stage.sample([node('shop', 'cart', rate)])
      await scrape()
    }
    expect(writer.kinds()).toEqual(['0 graph'])
    writer.readAgain()
    await settle()
    expect(writer.kinds()).toEqual(['0 graph', '0 graph'])
    expect(writer.graph(0)?.nodes[0]?.in.rate).toBe(200)
    stage.sample([node('shop', 'cart', 201)])
    await scrape()
    expect(writer.kinds().at(-1)).toBe('0 delta')
    stop()
  })

  it('goes by the rights of now: when they change, the next frame is the whole graph of the new ones', async () => {
    const { stage, policy, ctx, writer } = scene()
    const stop = followGraphs(ctx, [asked], writer)
    await settle()
    policy.bindings.push({
      group: 'people',
      verbs: ['view'],
      effect: 'deny',
      scope: { ...everywhere, namespace: 'bank' },
    })
    stage.sample([node('shop', 'cart', 5), node('bank', 'vault', 77)])
    await scrape()
    expect(writer.kinds()).toEqual(['0 graph', '0 graph'])
    expect(JSON.stringify(writer.frames.slice(1))).not.toMatch(/bank|vault|77/)
    stop()
  })

  it('tells once that no graph can be made', async () => {
    const { stage, ctx, writer } = scene()
    stage.failure = new Error('secret words')
    const stop = followGraphs(ctx, [asked], writer)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(writer.others).toEqual([
      {
        event: 'stale',
        data: { source: 'topology', detail: 'The graph cannot be made now; the log says why.' },
      },
    ])
    stop()
  })
})
