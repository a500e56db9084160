import { formatPercent, formatRate } from '@/components/ui/format-number'
import type { GraphDto, GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { compareGraphs, type Comparison } from '@/lib/domain/topology/compare-graphs'
import { badgeSign } from '../badges'
import { fullName } from '../names'

export interface Pair<Item> {
  before: Item | undefined
  after: Item | undefined
}
/** A node or edge that differs between the two moments. */
export interface ChangeLine {
  id: string
  state: Exclude<Comparison, 'same'>
  name: string
  /** "desired 10 % → 25 %, seen 9.8 % → 24.7 %". */
  words: string
}
export interface ComparedMoments {
  /** What is shown, with what is only at the other moment. */
  merged: Pick<GraphDto, 'nodes' | 'edges'>
  states: ReadonlyMap<string, Comparison>
  nodes: ReadonlyMap<string, Pair<GraphNodeDto>>
  edges: ReadonlyMap<string, Pair<GraphEdgeDto>>
  changes: readonly ChangeLine[]
}

/** Shape and word of a difference; colour adds nothing. */
export const stateSigns = {
  added: { glyph: '+', word: 'added' },
  removed: { glyph: '−', word: 'removed' },
  changed: { glyph: '≠', word: 'changed' },
} as const satisfies Record<ChangeLine['state'], { glyph: string; word: string }>

/** Two moments side by side. `shown` is one of the two: what is drawn is laid over it. */
export function compareMoments(
  before: GraphDto,
  after: GraphDto,
  shown: 'before' | 'after',
): ComparedMoments {
  const comparison = compareGraphs(before, after)
  const states = new Map<string, Comparison>([
    ...[...comparison.nodes].map(([id, { state }]) => [id, state] as const),
    ...[...comparison.edges].map(([id, { state }]) => [id, state] as const),
  ])
  const nodes = pairs(before.nodes, after.nodes)
  const edges = pairs(before.edges, after.edges)
  const pick = <Item>(pair: Pair<Item>) => pair[shown] ?? pair.before ?? pair.after
  const merged = {
    nodes: [...nodes.values()].flatMap((pair) => {
      const node = pick(pair)
      return node === undefined ? [] : [marked(node, states.get(node.id))]
    }),
    edges: [...edges.values()].flatMap((pair) => pick(pair) ?? []),
  }
  const all = new Map(merged.nodes.map((node) => [node.id, node]))
  const nameOf = (id: string) => {
    const node = all.get(id)
    return node === undefined
      ? id
      : fullName(node, node.parent === undefined ? undefined : all.get(node.parent))
  }
  return {
    merged,
    states,
    nodes,
    edges,
    changes: [
      ...[...nodes].flatMap(([id, pair]) => line(id, states.get(id), nameOf(id), nodeWords(pair))),
      ...[...edges].flatMap(([id, pair]) => {
        const edge = pick(pair)
        const name = edge === undefined ? id : `${nameOf(edge.from)} → ${nameOf(edge.to)}`
        return line(id, states.get(id), name, edgeWords(pair))
      }),
    ],
  }
}

/** The graph that is drawn while two moments are compared. */
export function withCompared(graph: GraphDto | undefined, compared: ComparedMoments | undefined) {
  return graph === undefined || compared === undefined ? graph : { ...graph, ...compared.merged }
}

function pairs<Item extends { id: string }>(
  before: readonly Item[],
  after: readonly Item[],
): Map<string, Pair<Item>> {
  const found = new Map<string, Pair<Item>>(
    before.map((item) => [item.id, { before: item, after: undefined }]),
  )
  for (const item of after) found.set(item.id, { before: found.get(item.id)?.before, after: item })
  return found
}

/** The difference stands on the node as its first badge. */
function marked(node: GraphNodeDto, state: Comparison | undefined): GraphNodeDto {
  if (state === undefined || state === 'same') return node
  return { ...node, badges: [`compared-${state}`, ...node.badges] }
}

function line(id: string, state: Comparison | undefined, name: string, words: string): ChangeLine[] {
  return state === undefined || state === 'same' ? [] : [{ id, state, name, words }]
}

function nodeWords({ before, after }: Pair<GraphNodeDto>): string {
  if (before === undefined || after === undefined) return ''
  const badges = [
    ...after.badges
      .filter((badge) => !before.badges.includes(badge))
      .map((badge) => `now ${badgeSign(badge).word}`),
    ...before.badges
      .filter((badge) => !after.badges.includes(badge))
      .map((badge) => `no more ${badgeSign(badge).word}`),
  ]
  return joined([
    change('health', before.health.state, after.health.state),
    change('role', before.role ?? 'none', after.role ?? 'none'),
    change('receives', `${formatRate(before.in.rate)} rps`, `${formatRate(after.in.rate)} rps`),
    change('sends', `${formatRate(before.out.rate)} rps`, `${formatRate(after.out.rate)} rps`),
    ...badges,
  ])
}

function edgeWords({ before, after }: Pair<GraphEdgeDto>): string {
  if (before === undefined || after === undefined) return ''
  return joined([
    change('desired', percent(before.desiredShare), percent(after.desiredShare)),
    change('seen', percent(before.share), percent(after.share)),
    change('mirrored', percent(before.mirrored), percent(after.mirrored)),
    change('rate', `${formatRate(before.rate)} rps`, `${formatRate(after.rate)} rps`),
  ])
}

export const percent = (value: number | null | undefined) =>
  value === undefined || value === null ? 'none' : formatPercent(value)
const change = (name: string, was: string, is: string) => (was === is ? '' : `${name} ${was} → ${is}`)
const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ')
