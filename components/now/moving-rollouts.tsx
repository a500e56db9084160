import Link from 'next/link'
import { RolloutMiniCard } from '@/components/rollouts/rollout-mini-card'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { movingRollouts, stuckWords } from './moving'

/** What others move just now, below Aviary's own releases; those that got stuck in one line. */
export function MovingRollouts({ rollouts }: { rollouts: readonly RolloutDto[] }) {
  const moving = movingRollouts(rollouts)
  const stuck = stuckWords(rollouts)
  if (moving.length === 0 && stuck === '') return null
  return (
    <section aria-labelledby="moving" className="mt-6" data-testid="now-rollouts">
      <h2 id="moving" className="mb-3 text-sm font-semibold text-muted">
        Moving now, run by others
        {moving.length > 0 && <span className="ml-2 text-text">{moving.length}</span>}
      </h2>
      {moving.length > 0 && (
        <ul className="grid gap-3 xl:grid-cols-2">
          {moving.map((rollout) => (
            <li key={rollout.id}>
              <RolloutMiniCard rollout={rollout} />
            </li>
          ))}
        </ul>
      )}
      {stuck !== '' && (
        <p className="mt-2 text-sm text-muted">
          <span aria-hidden className="mr-1.5 text-degraded">
            ◆
          </span>
          {stuck}{' '}
          <Link className="underline underline-offset-2" href="/releases?tab=others">
            Releases run by others
          </Link>
        </p>
      )}
    </section>
  )
}
