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
import { useCallback, useMemo, useRef, type CSSProperties } from 'react'
import { toneColor } from '@/components/traffic/version-tone'
import { cn } from '@/lib/cn'
import { CanvasControls } from './canvas-controls'
import { EdgeContext } from './edges/edge-context'
import { lineAt } from './edges/edge-bundles'
import { EdgeLayer } from './edges/edge-layer'
import { MOVING_EDGES } from './edges/particles'
import { placeLabels } from './edges/place-labels'
import { TrafficEdge } from './edges/traffic-edge'
import type { FlowEdge, FlowNode } from './flow-types'
import type { GraphIndex } from './graph-index'
import type { Placement } from './layout/placement'
import { useGlide } from './layout/use-glide'
import type { Figures } from './figures/use-edge-figures'
import { Legend } from './legend'
import { neighbourhood } from './neighbours'
import { AreaBox } from './nodes/area-box'
import { OutsideNode } from './nodes/outside-node'
import { ServiceBox } from './nodes/service-box'
import { ServiceCard } from './nodes/service-card'
import { ServiceEntry } from './nodes/service-entry'
import { VersionNode } from './nodes/version-node'
import { graphId, toFlowNodes, type FoundView } from './to-flow'
import { toFlowEdges } from './to-flow-edges'
import { useEdgeDrawing } from './use-edge-drawing'
import { useMoving } from './use-moving'
import { useNodeWalk } from './use-node-walk'
import { useReducedMotion } from './use-reduced-motion'
import { useScreenEdges } from './use-screen-edges'
import type { ChangeView } from './use-view-state'
import { useViewportFollow } from './use-viewport-follow'
import type { ViewState } from './view-state'

const nodeTypes: NodeTypes = {
  area: AreaBox,
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
/** Up to this many nodes all are in the page, because taking them in and out costs more than having them there. */
const MOST_MOUNTED = 900
/** Pixels beside an edge within which a click is meant for it. */
const REACH = 8

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
  /** What the find expression describes, and where to go. */
  hits: ReadonlySet<string>
  goTo: { id: string; turn: number } | null
  figures: Figures
  /** Takes the ids of the edges on screen. */
  onScreen: (ids: readonly string[]) => void
}

/** The live graph. Stands inside a `ReactFlowProvider`. */
export function TopologyCanvas(props: TopologyCanvasProps) {
  const { index, scope, view, onChange, window, stale, hits, goTo, figures } = props
  const { selected, focus, labels } = view
  const placement = useGlide(props.placement) ?? props.placement
  const canvas = useRef<HTMLDivElement>(null)
  const still = useReducedMotion()
  const zoom = useStore(({ transform }) => zoomWord(transform[2]))

  const near = useMemo(
    () => (focus !== null && index.nodes.has(focus) ? neighbourhood(index, focus) : null),
    [index, focus],
  )
  const found = useMemo<FoundView>(() => ({ hits, current: goTo?.id ?? null }), [hits, goTo])
  const { closed } = view
  const onFold = useCallback((id: string) => onChange({ closed: [...closed, id] }), [onChange, closed])
  const nodes = useMemo(
    () => toFlowNodes(index, placement, { selected, near, found, onFold }),
    [index, placement, selected, near, found, onFold],
  )
  const edges = useMemo(
    () =>
      toFlowEdges(index, placement, {
        selected,
        near,
        labels,
        window,
        found,
        figures: figures.byId,
        dropped: figures.dropped,
      }),
    [index, placement, selected, near, labels, window, found, figures],
  )
  const moving = !still && !stale && edges.length <= MOVING_EDGES
  useViewportFollow({
    scope,
    placement: props.placement,
    index,
    namespaces: view.namespaces,
    selected,
    goTo,
    still,
  })
  const { alive, bundles, lines, see } = useEdgeDrawing(nodes, edges, zoom === 'near')
  const places = useMemo(() => placeLabels(nodes, alive, zoom), [nodes, alive, zoom])
  const edgeContext = useMemo(() => ({ moving, places }), [moving, places])
  const { onScreen } = props
  const report = useCallback(
    (ids: readonly string[]) => {
      see(ids)
      onScreen(ids)
    },
    [see, onScreen],
  )
  useScreenEdges(edges, report)
  const move = useMoving(canvas)
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const onPaneClick = (event: { clientX: number; clientY: number }) => {
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    onChange({ selected: lineAt(lines, point, REACH / flow.getZoom()) })
  }

  const walk = useNodeWalk({
    canvas,
    onOpen: (id) => onChange({ selected: id }),
    onFocus: (id) => onChange({ focus: focus === id ? null : id }),
  })

  return (
    <div
      ref={canvas}
      data-testid="topology-canvas"
      data-zoom={zoom}
      className={cn(
        'group/canvas size-full [&.moving_.react-flow__background]:invisible [&.moving_.react-flow__viewport]:will-change-transform [&.moving_[data-particle]]:invisible [&_a[aria-label^=React]]:text-2xs [&_a[aria-label^=React]]:text-faint!',
        stale && 'opacity-70 grayscale',
      )}
      onKeyDown={walk}
    >
      <EdgeContext value={edgeContext}>
        <ReactFlow
          nodes={nodes}
          edges={alive}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodeClick={(_, node) => onChange({ selected: graphId(node.id) })}
          onNodeDoubleClick={(_, node) => {
            const id = graphId(node.id)
            if (closed.includes(id)) onChange({ closed: closed.filter((other) => other !== id) })
            else onChange({ focus: focus === id ? null : id })
          }}
          onEdgeClick={(_, edge) => onChange({ selected: edge.id })}
          onPaneClick={onPaneClick}
          onMoveStart={move.onMoveStart}
          onMoveEnd={move.onMoveEnd}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          zIndexMode="manual"
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements={nodes.length > MOST_MOUNTED}
          minZoom={0.08}
          maxZoom={2}
          attributionPosition="bottom-center"
          style={flowStyle}
          tabIndex={0}
          aria-label="Traffic graph. Arrow keys walk between nodes, Enter opens the inspector, Shift and Enter dims all but the neighbours."
        >
          {bundles.length > 0 && <EdgeLayer bundles={bundles} />}
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
  if (node.type === 'area') return 'transparent'
  const { state } = node.data.node.health
  if (state === 'failing' || state === 'degraded') return `var(--${state})`
  if (node.type === 'version') return toneColor(node.data.tone)
  return node.type === 'box' ? 'var(--line)' : 'var(--line-strong)'
}
