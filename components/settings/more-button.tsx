import { Button } from '@/components/ui/button'

interface MoreButtonProps {
  /** What `useInfiniteQuery` answered. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}

/** Reads the next page of a list; nothing where there is none. */
export function MoreButton({ query }: MoreButtonProps) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  if (!hasNextPage) return null
  return (
    <Button
      size="sm"
      className="mt-3"
      aria-disabled={isFetchingNextPage}
      onClick={() => void (isFetchingNextPage ? undefined : fetchNextPage())}
    >
      {isFetchingNextPage ? 'Reading…' : 'Show more'}
    </Button>
  )
}
