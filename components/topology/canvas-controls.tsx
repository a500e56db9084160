'use client'
import { Panel, useReactFlow, useStoreApi } from '@xyflow/react'
import { ImageDown, Maximize, Minus, Network, Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { savePicture } from './export/save-picture'
import type { FlowEdge, FlowNode } from './flow-types'
import { usePageKeys } from './use-page-keys'
import { useReducedMotion } from './use-reduced-motion'
import { fitOptions } from './use-viewport-follow'

/** Zoom, fit, a fresh layout, and a picture to keep. */
export function CanvasControls({ onLayOutAgain }: { onLayOutAgain: () => void }) {
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const store = useStoreApi<FlowNode, FlowEdge>()
  const duration = useReducedMotion() ? 0 : 220
  const fit = () => void flow.fitView({ ...fitOptions, duration })
  usePageKeys({ f: fit })
  const save = () => {
    const { transform, width, height } = store.getState()
    void savePicture({
      nodes: flow.getNodes(),
      edges: flow.getEdges(),
      cornerOf: (id) => flow.getInternalNode(id)?.internals.positionAbsolute,
      view: { x: transform[0], y: transform[1], zoom: transform[2], width, height },
    })
  }
  const controls = [
    // A phone has fingers for these two.
    { label: 'Zoom in', icon: Plus, run: () => void flow.zoomIn({ duration }), className: 'max-md:hidden' },
    {
      label: 'Zoom out',
      icon: Minus,
      run: () => void flow.zoomOut({ duration }),
      className: 'max-md:hidden',
    },
    { label: 'Fit the graph', icon: Maximize, run: fit },
    { label: 'Lay out again', icon: Network, run: onLayOutAgain },
    { label: 'Save what is on screen as PNG', icon: ImageDown, run: save },
  ]
  return (
    <Panel position="top-right" className="!m-3 flex flex-col rounded-lg border border-line bg-panel p-0.5">
      {controls.map(({ label, icon: Icon, run, className }) => (
        <Tooltip key={label} content={label} side="left">
          <Button variant="ghost" size="icon" className={className} aria-label={label} onClick={run}>
            <Icon className="size-4" aria-hidden />
          </Button>
        </Tooltip>
      ))}
    </Panel>
  )
}
