import { aroundNode } from '../../domain/topology/around-node'
import type { GraphDelta, KnownChanges, RevisedGraph } from '../../domain/topology/graph-delta'
import type { Graph } from '../../domain/topology/graph-model'
import { inNamespaces } from '../../domain/topology/in-namespaces'
import type { AgedText } from './graph-texts'
import { agedText } from './graph-texts'
import type { GraphCut } from './graph-view'
import type { SharedText } from './shared-text'

/** What a state of a graph is made with; functions, so that tests can count. */
export interface GraphTools {
  diff: (base: RevisedGraph, next: RevisedGraph, known?: KnownChanges) => GraphDelta
  share: (text: string) => SharedText
  /** The name of a new state, another one at each call. */
  nextRevision: () => string
}

/** A piece of news for one reader. */
export type GraphNews = { kind: 'graph' | 'delta'; text: AgedText }

interface Step {
  from: string
  to: string
  text: AgedText
}

/** Bytes of kept steps where the size of the whole graph is not known yet. */
const assumedBytes = 256 * 1024
const mostSteps = 60
/** Steps of so many bytes are kept however small the whole is; of a small graph each is nearly as large. */
const smallBytes = 64 * 1024

/** One cut of a shared graph, with the steps that led to it: what its readers are told is written down once. */
export class GraphState {
  /** Readers that are told of every state. */
  readonly followers = new Set<() => void>()
  private graph: RevisedGraph | undefined
  private source: Graph | undefined
  private whole: AgedText | undefined
  private wholeBytes = assumedBytes
  private steps: Step[] = []

  constructor(
    private readonly cut: GraphCut,
    private readonly tools: GraphTools,
  ) {}

  get revision(): string | undefined {
    return this.graph?.revision
  }

  /** Takes the next graph over; steps are kept only where somebody may want to go them. `known`: from other cuts of it. */
  update(source: Graph, keepStep: boolean, known?: KnownChanges): void {
    if (source === this.source) return
    const before = this.graph
    const next = { ...cutOut(source, this.cut), revision: this.tools.nextRevision() }
    this.source = source
    this.graph = next
    this.whole = undefined
    if (before === undefined || !keepStep) {
      this.steps = []
      return
    }
    const text = agedText(this.tools.diff(before, next, known), this.tools.share)
    this.steps.push({ from: before.revision, to: next.revision, text })
    this.forgetSteps()
  }

  /** The whole graph as it is; undefined before the first one. */
  text(): AgedText | undefined {
    if (this.graph === undefined) return undefined
    this.whole ??= agedText(this.graph, this.tools.share)
    this.wholeBytes = this.whole.tail.bytes.length
    return this.whole
  }

  /** What leads a reader from the revision it has to the newest: steps while they are kept, else the whole graph. */
  newsSince(had: string | undefined): GraphNews[] {
    if (had === this.revision) return []
    const first = this.steps.findIndex(({ from }) => from === had)
    if (had !== undefined && first >= 0)
      return this.steps.slice(first).map(({ text }): GraphNews => ({ kind: 'delta', text }))
    const text = this.text()
    return text === undefined ? [] : [{ kind: 'graph', text }]
  }

  /** More steps than the whole graph has bytes are no short way. */
  private forgetSteps(): void {
    let bytes = 0
    const most = Math.max(this.wholeBytes, smallBytes)
    const kept = this.steps.findLastIndex(({ text }) => (bytes += text.tail.bytes.length) > most)
    this.steps = this.steps.slice(kept + 1).slice(-mostSteps)
  }
}

/** The part of a graph that a cut names. */
export function cutOut(graph: Graph, { namespaces, node }: GraphCut): Graph {
  const chosen = namespaces === undefined ? graph : inNamespaces(graph, namespaces)
  return node === undefined ? chosen : aroundNode(chosen, node)
}
