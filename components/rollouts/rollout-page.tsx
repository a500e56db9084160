'use client'
import { useQuery } from '@tanstack/react-query'
import { Badge } from '@/components/ui/badge'
import { PageBody } from '@/components/ui/page-body'
import { QueryState } from '@/components/ui/query-state'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { rolloutQuery } from '@/lib/queries/rollouts'
import { DriverCard } from './driver-card'
import { GenerationsCard } from './generations-card'
import { RolloutControls } from './rollout-controls'
import { RolloutOperations, RolloutRecord } from './rollout-facts'
import { RolloutProgress } from './rollout-progress'
import { RolloutStateBadge } from './rollout-state-badge'
import { FromTo } from './rollout-title'
import { kindWords, toolNames } from './rollout-words'

/** One release that Aviary does not run: what is replaced, how far it is, whose it is, what can be done. */
export function RolloutPage({ id }: { id: string }) {
  const query = useQuery(rolloutQuery(id))
  return query.data === undefined ? (
    <PageBody>
      <QueryState query={query} title="The rollout could not be read">
        {() => null}
      </QueryState>
    </PageBody>
  ) : (
    <Loaded rollout={query.data} problem={query.error} />
  )
}

function Loaded({ rollout, problem }: { rollout: RolloutDto; problem: Error | null }) {
  const { workload, namespace, tool, kind, allowed } = rollout
  return (
    <div
      className={`grid min-h-full grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_19.5rem] ${allowed.length > 0 ? 'max-md:pb-16' : ''}`}
    >
      <div className="min-w-0">
        <header className="top-0 z-20 flex flex-wrap items-start justify-between gap-x-4 gap-y-3 border-b border-line bg-bg px-4 py-4 md:sticky md:px-7">
          <div className="min-w-0">
            <h1 className="text-xl font-semibold tracking-tight">
              {workload.name}{' '}
              <span className="font-normal text-muted">
                <FromTo rollout={rollout} />, {namespace}
              </span>
            </h1>
            <div className="mt-1.5 flex flex-wrap gap-1.5">
              <RolloutStateBadge state={rollout.state} testId="rollout-state" />
              <Badge>{toolNames[tool]}</Badge>
              <Badge>{kindWords[kind]}</Badge>
              <Badge>not a release of Aviary</Badge>
            </div>
          </div>
          <RolloutControls rollout={rollout} />
        </header>
        <div className="flex flex-col gap-4 px-4 py-5 md:px-7">
          {problem !== null && (
            <p role="status" className="rounded-md border border-degraded px-3 py-2 text-sm">
              <span aria-hidden className="mr-2 text-degraded">
                ◆
              </span>
              The rollout could not be read again, so what you see is old: {problem.message}
            </p>
          )}
          <RolloutProgress rollout={rollout} />
          <GenerationsCard rollout={rollout} />
          <DriverCard rollout={rollout} />
        </div>
      </div>
      <aside className="flex flex-col gap-6 border-line bg-panel px-5 py-5 max-lg:border-t lg:border-l">
        <RolloutOperations rollout={rollout} />
        <RolloutRecord rollout={rollout} />
      </aside>
    </div>
  )
}
