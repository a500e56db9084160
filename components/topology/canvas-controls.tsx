'use client'
import { Panel, useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Network, Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { useReducedMotion } from './use-reduced-motion'
import { fitOptions } from './use-viewport-follow'

/** Zoom, fit, and a fresh layout. */
export function CanvasControls({ onLayOutAgain }: { onLayOutAgain: () => void }) {
  const flow = useReactFlow()
  const duration = useReducedMotion() ? 0 : 220
  const controls = [
    // A phone has fingers for these two.
    { label: 'Zoom in', icon: Plus, run: () => void flow.zoomIn({ duration }), className: 'max-md:hidden' },
    {
      label: 'Zoom out',
      icon: Minus,
      run: () => void flow.zoomOut({ duration }),
      className: 'max-md:hidden',
    },
    { label: 'Fit the graph', icon: Maximize, run: () => void flow.fitView({ ...fitOptions, duration }) },
    { label: 'Lay out again', icon: Network, run: onLayOutAgain },
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
