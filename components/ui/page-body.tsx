import type { ReactNode } from 'react'

/** Width and margins of an ordinary page; the topology does without. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-[1400px] px-4 py-5 md:px-7 md:py-6">{children}</div>
}
