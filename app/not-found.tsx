import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export default function NotFound() {
  return (
    <main className="mx-auto max-w-2xl px-4 py-24">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is nothing at this address"
        meaning="Traffic is not touched by this. What you look for may have been removed, or lie where you may not look."
        action={
          <Button asChild>
            <Link href="/">Go to Now</Link>
          </Button>
        }
      />
    </main>
  )
}
