import { cn } from '@/lib/cn'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { doneShare, progressWords } from './rollout-words'

/** With more pods than this one cell a pod would be a hair. */
const CELLS = 24

interface RolloutBarProps {
  rollout: Pick<RolloutDto, 'weight' | 'step' | 'desired' | 'updated' | 'available' | 'from' | 'state'>
  className?: string
}

/** How far it is: one cell a pod, or the canary's share of the traffic. Nothing is the canary any more once it is done. */
export function RolloutBar({ rollout, className }: RolloutBarProps) {
  const { weight, desired, state } = rollout
  const words = progressWords(rollout)
  return (
    <div
      role="img"
      aria-label={words}
      title={words}
      className={cn('flex h-2.5 min-w-20 gap-px overflow-hidden rounded-sm', className)}
    >
      {weight === undefined && desired > 0 && desired <= CELLS ? (
        Array.from({ length: desired }, (_, pod) => (
          <span key={pod} className={cn('flex-1', podLook(rollout, pod))} />
        ))
      ) : (
        <>
          {state !== 'complete' && (
            <span className="bg-canary" style={{ width: `${Math.round(doneShare(rollout) * 1000) / 10}%` }} />
          )}
          <span className="flex-1 bg-stable" />
        </>
      )}
    </div>
  )
}

/** New pods have an edge besides their colour; those that are known not to be available are hatched. */
function podLook({ desired, updated, available, state }: RolloutBarProps['rollout'], pod: number): string {
  if (state === 'complete' || pod >= updated) return 'bg-stable'
  // Before all pods are new it isn't known whether old or new ones are missing.
  if (updated >= desired && pod >= available) return 'bg-line text-canary hatch'
  return 'border-b-2 border-canary-ink/60 bg-canary'
}
