import type { Edge, Node } from '@xyflow/react'
import type { VersionTone } from '@/components/traffic/version-tone'
import type { Area } from './boxes/areas'
import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import type { LabelLine } from './edges/label-line'
import type { Particles } from './edges/particles'
import type { SplitEntry } from './service-split'

export type Found = 'no' | 'hit' | 'current'

interface Shared {
  [key: string]: unknown
  node: GraphNodeDto
  /** What it is called in the page's ids. */
  slug: string
  title: string
  selected: boolean
  dimmed: boolean
  /** Whether the find expression describes it, and whether it is the one that was stepped to. */
  found: Found
  /** Shown beside the name when the graph spans several. */
  namespace: string | undefined
}
export type BoxNode = Node<Shared, 'box'>
export type EntryNode = Node<Shared & { split: readonly SplitEntry[] }, 'entry'>
export type VersionNode = Node<Shared & { tone: VersionTone }, 'version'>
/** `stands` is the number of nodes that were folded into it. */
export type CardNode = Node<Shared & { only: GraphNodeDto | undefined; stands: number | undefined }, 'card'>
export type OutsideNode = Node<Shared, 'outside'>
export interface AreaData {
  [key: string]: unknown
  area: Area
  health: GraphNodeDto['health']
  /** Nodes in it. */
  count: number
  slug: string
  selected: boolean
  onFold: (id: string) => void
}
export type AreaNode = Node<AreaData, 'area'>
export type FlowNode = AreaNode | BoxNode | EntryNode | VersionNode | CardNode | OutsideNode

export interface TrafficData {
  [key: string]: unknown
  edge: GraphEdgeDto
  /** Stroke; a colour of the theme. */
  color: string
  width: number
  /** Whether it runs inside a box. */
  inside: boolean
  line: 'solid' | 'mirror' | 'tcp' | 'idle'
  via: readonly { x: number; y: number }[]
  lane: number
  /** Where the label stands along the edge, 0–1. */
  labelAt: number
  label: readonly LabelLine[]
  particles: Particles
  slug: string
  selected: boolean
  dimmed: boolean
  found: Found
}
export type FlowEdge = Edge<TrafficData, 'traffic'>
