import type { ReactNode } from 'react'

interface InspectorFrameProps {
  label?: string
  children?: ReactNode
}

/** The place of the inspector: at the right, or on a phone from below. Empty while the inspector itself is loaded. */
export function InspectorFrame({ label = 'Inspector', children }: InspectorFrameProps) {
  return (
    <aside
      data-testid="inspector"
      aria-label={label}
      className="flex animate-rise flex-col border-line bg-panel max-md:z-20 max-md:max-h-[62%] max-md:shrink-0 max-md:rounded-t-xl max-md:border-t max-md:shadow-2xl md:w-[392px] md:shrink-0 md:border-l"
    >
      {children}
    </aside>
  )
}
