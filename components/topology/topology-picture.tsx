'use client'
import { ReactFlowProvider } from '@xyflow/react'
import type { ComponentProps } from 'react'
import { TopologyCanvas } from './topology-canvas'

/** The canvas with the store it draws from; all of React Flow hangs on this file. */
export function TopologyPicture(props: ComponentProps<typeof TopologyCanvas>) {
  return (
    <ReactFlowProvider>
      <TopologyCanvas {...props} />
    </ReactFlowProvider>
  )
}
