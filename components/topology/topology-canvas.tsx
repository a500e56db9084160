'use client'
import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  useReactFlow,
  useStore,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { toneColor } from '@/components/traffic/version-tone'
import { cn } from '@/lib/cn'
import { CanvasControls } from './canvas-controls'
import { EdgeContext } from './edges/edge-context'
import { MOVING_EDGES } from './edges/particles'
import { TrafficEdge } from './edges/traffic-edge'
import type { FlowEdge, FlowNode } from './flow-types'
import type { GraphIndex } from './graph-index'
import type { Placement } from './layout/placement'
import { useGlide } from './layout/use-glide'
import { Legend } from './legend'
import { neighbourhood } from './neighbours'
import { directionOf, nearestInDirection } from './nearest'
import { OutsideNode } from './nodes/outside-node'
import { ServiceBox } from './nodes/service-box'
import { ServiceCard } from './nodes/service-card'
import { ServiceEntry } from './nodes/service-entry'
import { VersionNode } from './nodes/version-node'
import { graphId, toFlowNodes } from './to-flow'
import { toFlowEdges } from './to-flow-edges'
import { useReducedMotion } from './use-reduced-motion'
import type { ChangeView } from './use-view-state'
import { useViewportFollow } from './use-viewport-follow'
import type { ViewState } from './view-state'

const nodeTypes: NodeTypes = {
  box: ServiceBox,
  entry: ServiceEntry,
  version: VersionNode,
  card: ServiceCard,
  outside: OutsideNode,
}
const edgeTypes: EdgeTypes = { traffic: TrafficEdge }
/** Below the first zoom only names are written, larger; below the second, edges have no labels. */
const MIDDLE = 0.6
const FAR = 0.36

const flowStyle = { '--xy-attribution-background-color-default': 'transparent' } as CSSProperties

interface TopologyCanvasProps {
  index: GraphIndex
  placement: Placement
  /** Names the picture; the view is fitted again when it changes. */
  scope: string
  view: ViewState
  onChange: ChangeView
  /** Seconds. */
  window: number
  /** What is shown is old: it is greyed and nothing moves. */
  stale: boolean
  onLayOutAgain: () => void
}

/** The live graph. Stands inside a `ReactFlowProvider`. */
export function TopologyCanvas(props: TopologyCanvasProps) {
  const { index, scope, view, onChange, window, stale } = props
  const { selected, focus, labels } = view
  const placement = useGlide(props.placement) ?? props.placement
  const [reachable, setReachable] = useState<string | null>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const still = useReducedMotion()
  const zoom = useStore(({ transform }) => zoomWord(transform[2]))
  const flow = useReactFlow<FlowNode, FlowEdge>()

  const near = useMemo(
    () => (focus !== null && index.nodes.has(focus) ? neighbourhood(index, focus) : null),
    [index, focus],
  )
  const nodes = useMemo(
    () => toFlowNodes(index, placement, { selected, near, reachable: reachable ?? selected }),
    [index, placement, selected, near, reachable],
  )
  const edges = useMemo(
    () => toFlowEdges(index, placement, { selected, near, labels, window }),
    [index, placement, selected, near, labels, window],
  )
  const moving = !still && !stale && edges.length <= MOVING_EDGES
  const edgeContext = useMemo(() => ({ moving, labelled: zoom !== 'far' }), [moving, zoom])
  useViewportFollow({ scope, placement: props.placement, index, selected, still })

  const toFocus = useRef<string | null>(null)
  useEffect(() => {
    // A node out of sight is drawn only after the view has moved there.
    if (toFocus.current === null || canvas.current === null) return
    const element = canvas.current.querySelector<HTMLElement>(`[data-id="${CSS.escape(toFocus.current)}"]`)
    if (element === null) return
    toFocus.current = null
    element.focus({ preventScroll: true })
  })

  const walk = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return
    const from = event.target.closest<HTMLElement>('.react-flow__node')?.dataset['id']
    if (from === undefined) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      if (event.shiftKey) onChange({ focus: focus === graphId(from) ? null : graphId(from) })
      else onChange({ selected: graphId(from) })
      return
    }
    const direction = directionOf(event.key)
    if (direction === null) return
    event.preventDefault()
    const target = nearestInDirection(placesOf(flow.getNodes(), flow.getInternalNode), from, direction)
    if (target === null) return
    toFocus.current = target
    setReachable(graphId(target))
    const place = placesOf(flow.getNodes(), flow.getInternalNode).find(({ id }) => id === target)
    const element = canvas.current?.querySelector(`[data-id="${CSS.escape(target)}"]`)
    if (place !== undefined && (element === null || element === undefined)) {
      void flow.setCenter(place.x, place.y, { zoom: flow.getZoom(), duration: 0 })
    }
  }

  return (
    <div
      ref={canvas}
      data-testid="topology-canvas"
      data-zoom={zoom}
      className={cn(
        'group/canvas size-full [&_a[aria-label^=React]]:text-2xs [&_a[aria-label^=React]]:text-faint!',
        stale && 'opacity-70 grayscale',
      )}
      onKeyDown={walk}
    >
      <EdgeContext value={edgeContext}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodeClick={(_, node) => onChange({ selected: graphId(node.id) })}
          onNodeDoubleClick={(_, node) => {
            const id = graphId(node.id)
            onChange({ focus: focus === id ? null : id })
          }}
          onEdgeClick={(_, edge) => onChange({ selected: edge.id })}
          onPaneClick={() => onChange({ selected: null })}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements
          minZoom={0.08}
          maxZoom={2}
          attributionPosition="bottom-center"
          style={flowStyle}
          aria-label="Traffic graph. Arrow keys walk between nodes, Enter opens the inspector, Shift and Enter shows neighbours only."
        >
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.6} color="var(--dot)" />
          <MiniMap<FlowNode>
            className="!m-3 overflow-hidden rounded-lg border border-line max-md:hidden"
            style={{ width: 168, height: 108 }}
            bgColor="var(--panel)"
            maskColor="color-mix(in srgb, var(--bg) 65%, transparent)"
            nodeColor={miniColor}
            nodeBorderRadius={14}
            pannable
            zoomable
            ariaLabel="Overview of the graph"
          />
          <CanvasControls onLayOutAgain={props.onLayOutAgain} />
          <Legend />
        </ReactFlow>
      </EdgeContext>
    </div>
  )
}

function zoomWord(zoom: number): 'near' | 'middle' | 'far' {
  return zoom >= MIDDLE ? 'near' : zoom >= FAR ? 'middle' : 'far'
}

function miniColor(node: FlowNode): string {
  const { state } = node.data.node.health
  if (state === 'failing' || state === 'degraded') return `var(--${state})`
  if (node.type === 'version') return toneColor(node.data.tone)
  return node.type === 'box' ? 'var(--line)' : 'var(--line-strong)'
}

/** The centres of all nodes that can be walked to. */
function placesOf(
  nodes: readonly FlowNode[],
  internal: (
    id: string,
  ) => { internals: { positionAbsolute: { x: number; y: number } }; measured: object } | undefined,
) {
  return nodes.flatMap((node) => {
    const at = internal(node.id)?.internals.positionAbsolute
    if (at === undefined || node.type === 'box') return []
    return [{ id: node.id, x: at.x + (node.width ?? 0) / 2, y: at.y + (node.height ?? 0) / 2 }]
  })
}
