'use client'
import type { ReactNode } from 'react'
import { ErrorState } from './error-state'
import { SkeletonRows } from './skeleton'

interface QueryStateProps<T> {
  /** What `useQuery` or `useInfiniteQuery` answered. */
  query: { data: T | undefined; error: Error | null; refetch: () => Promise<unknown> }
  /** What failed, should it fail: "The services could not be read". */
  title: string
  meaning?: string
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}

/** The data of a query, or its placeholder, or its error. Old data stays on screen and says that it is old. */
export function QueryState<T>({ query, title, meaning, skeleton, children }: QueryStateProps<T>) {
  const { data, error } = query
  const words = { title, ...(meaning === undefined ? {} : { meaning }) }
  if (data === undefined) {
    if (error === null) return skeleton ?? <SkeletonRows />
    return <ErrorState {...words} error={error} onRetry={() => void query.refetch()} />
  }
  return (
    <>
      {error !== null && (
        <p role="status" className="mb-3 rounded-md border border-degraded px-3 py-2 text-sm">
          <span aria-hidden className="mr-2 text-degraded">
            ◆
          </span>
          {title} again, so what you see is old: {error.message}
        </p>
      )}
      {children(data)}
    </>
  )
}
