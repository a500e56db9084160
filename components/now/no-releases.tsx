import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** Aviary moves nothing: says so, and leads to the first release. `othersMove` while releases of others are under way. */
export function NoReleases({ othersMove }: { othersMove: boolean }) {
  return (
    <div data-testid="now-empty">
      <EmptyState
        title={othersMove ? 'Aviary is releasing nothing' : 'Nothing is being released'}
        meaning={
          othersMove
            ? 'No route is moved by a release of Aviary. What others roll out stands below.'
            : 'All traffic goes where the routes say, and nothing moves by itself.'
        }
        todo="A release moves a service from one version to the next in steps, and takes everything back when you abort."
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button asChild variant="next">
              <Link href="/releases/new">Start a release</Link>
            </Button>
            <Button asChild variant="ghost">
              <Link href="/services">Look at the services</Link>
            </Button>
          </div>
        }
      />
    </div>
  )
}
