import { Handle, Position } from '@xyflow/react'

const place = { minWidth: 0, minHeight: 0, width: 1, height: 1, border: 0, background: 'none' }

/** Where edges arrive and leave; nothing to see, nothing to grab. */
export function NodeEnds() {
  return (
    <>
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        style={{ ...place, transform: 'translateY(-50%)' }}
      />
      <Handle
        type="source"
        position={Position.Right}
        isConnectable={false}
        style={{ ...place, transform: 'translateY(-50%)' }}
      />
    </>
  )
}
