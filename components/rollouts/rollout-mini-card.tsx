import Link from 'next/link'
import { TimeAgo } from '@/components/ui/time-ago'
import { cn } from '@/lib/cn'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { RolloutBar } from './rollout-bar'
import { RolloutStateBadge } from './rollout-state-badge'
import { FromTo } from './rollout-title'
import { imageWords } from './change-words'
import { kindWords, progressWords, toolNames } from './rollout-words'

interface RolloutMiniCardProps {
  rollout: RolloutDto
  /** Inside the card of its service, which is frame enough and says where it is. */
  within?: boolean
}

/** A release of others in small: whose it is, how far, since when. */
export function RolloutMiniCard({ rollout, within = false }: RolloutMiniCardProps) {
  const { workload, namespace, tool, kind, owner, since } = rollout
  const images = imageWords(rollout)
  return (
    <article
      data-testid={`rollout-card-${workload.name}`}
      className={cn(
        'relative flex flex-col gap-2',
        !within && 'rounded-lg border border-line bg-panel px-4 py-3 hover:border-line-strong',
      )}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="min-w-0 text-base font-semibold">
          <Link href={`/rollouts/${rollout.id}`} className="after:absolute after:inset-0 after:rounded-lg">
            {workload.name}{' '}
            <span className="font-normal text-muted">
              <FromTo rollout={rollout} />
              {!within && `, ${namespace}`}
            </span>
          </Link>
        </h3>
        <RolloutStateBadge state={rollout.state} />
      </header>
      {images !== '' && <code className="font-mono text-xs break-all text-muted">{images}</code>}
      <div className="flex items-center gap-3">
        <RolloutBar rollout={rollout} className="flex-1" />
        <span className="text-sm whitespace-nowrap">{progressWords(rollout)}</span>
      </div>
      <p className="text-xs text-muted">
        {toolNames[tool]}, {kindWords[kind]}
        {owner !== undefined && `, kept by ${owner.tool}`}
        {since !== null && (
          <>
            {' · '}
            <TimeAgo at={since} className="relative z-10" />
          </>
        )}
      </p>
    </article>
  )
}
