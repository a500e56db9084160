import { applyDelta } from '@/lib/domain/topology/graph-delta'
import type { GraphDto, GraphFrameDto } from '@/lib/contracts/topology'
import { openStream } from '../support/event-stream'
import type { Stage } from '../support/stage'
import { summarise, type Summary } from '../support/statistics'

/** What follows a graph: the deltas of one view of everything, as JSON text before any compression. */
export interface Deltas {
  frames: number
  seconds: number
  bytes: Summary
  /** Of the whole graph at the same time. */
  whole: number
  /** Frames that came whole although a delta was possible. */
  wholeFrames: number
  /** Time from the end of a graph's window until its frame is here, milliseconds. */
  age: Summary
  /** Milliseconds that a browser's one thread takes to put a delta onto its graph. */
  apply: Summary
}

const wanted = 10

/** Follows the whole graph until ten frames were heard after the first, and applies each as the console does. */
export async function followDeltas(stage: Stage): Promise<Deltas> {
  const views = encodeURIComponent(JSON.stringify([{ window: '60s', level: 'versioned-app' }]))
  const heard: GraphFrameDto[] = []
  let wake: () => void = () => undefined
  const stream = await openStream(stage.api, 'viewer', `topology&graphs=${views}`, ({ event, data }) => {
    if (event === 'graph') heard.push(data as GraphFrameDto)
    wake()
  })
  const frame = async (): Promise<GraphFrameDto> => {
    for (;;) {
      const next = heard.shift()
      if (next !== undefined) return next
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  try {
    const start = performance.now()
    let graph: GraphDto | undefined
    const bytes: number[] = []
    const ages: number[] = []
    const applied: number[] = []
    let wholeFrames = -1
    while (bytes.length < wanted) {
      const next = await frame()
      if ('graph' in next) {
        wholeFrames += 1
        graph = next.graph
        continue
      }
      if (graph === undefined) throw new Error('a delta came before any graph')
      const before = performance.now()
      const after: GraphDto | undefined = applyDelta(graph, next.delta)
      if (after === undefined) throw new Error('a delta did not fit')
      applied.push(performance.now() - before)
      graph = after
      bytes.push(JSON.stringify(next).length)
      ages.push(Date.now() - Date.parse(after.at))
    }
    return {
      frames: bytes.length,
      seconds: (performance.now() - start) / 1000,
      bytes: summarise(bytes),
      whole: JSON.stringify(graph).length,
      wholeFrames,
      age: summarise(ages),
      apply: summarise(applied),
    }
  } finally {
    await stream.close()
  }
}
