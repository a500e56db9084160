'use client'
import { useQuery } from '@tanstack/react-query'
import { Badge } from '@/components/ui/badge'
import { PageBody } from '@/components/ui/page-body'
import { QueryState } from '@/components/ui/query-state'
import { Skeleton } from '@/components/ui/skeleton'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { serviceQuery } from '@/lib/queries/services'
import { AbortResult } from './abort-result'
import { approvalWanted } from './approval-words'
import { Approvals } from './approvals'
import { CallsCard } from './calls-card'
import { ChartsCard } from './charts-card'
import { EvidenceCard } from './evidence-card'
import { FiguresCard } from './figures-card'
import { HoldNotice } from './hold-notice'
import { ProblemNotice } from './problem-notice'
import { ReleaseControls } from './release-controls'
import { ReleasePeople, ReleaseRecord } from './release-facts'
import { ReleaseLog } from './release-log'
import { PlanCard } from './plan-card'
import { planName } from './release-words'
import { SplitCard } from './split-card'
import { SplitWord } from './split-word'
import { StateBadge } from './state-badge'
import { Stepper } from './stepper'
import { useAbort } from './use-abort'
import { useRelease } from './use-release'
import { useReleaseActions } from './use-release-actions'
import { VerbDialog } from './verb-dialog'
import { VerdictCard } from './verdict-card'

/** One release: what is moving, is it healthy, what can be done. */
export function ReleasePage({ id }: { id: string }) {
  const query = useRelease(id)
  return query.data === undefined ? (
    <PageBody>
      <QueryState query={query} title="The release could not be read">
        {() => null}
      </QueryState>
    </PageBody>
  ) : (
    <Loaded release={query.data} problem={query.error} />
  )
}

function Loaded({ release, problem }: { release: ReleaseDto; problem: Error | null }) {
  const abort = useAbort(release)
  const actions = useReleaseActions(release)
  const { service, from, to } = release
  return (
    <div className="grid min-h-full grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_19.5rem] max-md:pb-16">
      <div className="min-w-0">
        <header className="top-0 z-20 flex flex-wrap items-start justify-between gap-x-4 gap-y-3 border-b border-line bg-bg px-4 py-4 md:sticky md:px-7">
          <div className="min-w-0">
            <h1 className="text-xl font-semibold tracking-tight">
              {service.name}{' '}
              <span className="font-normal text-muted">
                {from} → {to}, {service.namespace}
              </span>
            </h1>
            <div className="mt-1.5 flex flex-wrap gap-1.5">
              <StateBadge state={release.state} testId="release-state" />
              <Badge>{planName(release.plan)}</Badge>
              <Badge>attempt {release.attempt}</Badge>
              {release.split !== undefined && release.state !== 'awaiting-approval' && (
                <SplitWord split={release.split} />
              )}
            </div>
          </div>
          <ReleaseControls release={release} actions={actions} abort={abort} />
        </header>
        <div className="flex flex-col gap-4 px-4 py-5 md:px-7">
          {problem !== null && (
            <p role="status" className="rounded-md border border-degraded px-3 py-2 text-sm">
              <span aria-hidden className="mr-2 text-degraded">
                ◆
              </span>
              The release could not be read again, so what you see is old: {problem.message} Abort still
              works.
            </p>
          )}
          <AbortResult abort={abort} release={release} />
          {actions.problem !== null && <ProblemNotice words={actions.problem} onDismiss={actions.dismiss} />}
          <HoldNotice release={release} actions={actions} />
          <Approvals release={release} />
          <Stepper release={release} />
          <FromService release={release} />
          <PlanCard release={release} open={approvalWanted(release) !== undefined} />
          <EvidenceCard release={release} />
          <CallsCard release={release.id} />
        </div>
      </div>
      <aside className="flex flex-col gap-6 border-line bg-panel px-5 py-5 max-lg:border-t lg:border-l">
        <ReleaseLog release={release} />
        <ReleasePeople release={release} />
        <ReleaseRecord release={release} />
      </aside>
      <VerbDialog release={release} actions={actions} />
    </div>
  )
}

/** What comes from the service rather than from the release; the controls above don't wait for it. */
function FromService({ release }: { release: ReleaseDto }) {
  const service = useQuery(serviceQuery(release.service))
  const canaryRate =
    service.data?.observed?.versions.find(({ version }) => version === release.to)?.rate ?? null
  return (
    <>
      <QueryState
        query={service}
        title={`${release.service.name} could not be read`}
        skeleton={<Skeleton className="h-36" />}
      >
        {(data) => <SplitCard release={release} service={data} />}
      </QueryState>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <VerdictCard release={release} canaryRate={canaryRate} />
        {service.data !== undefined && <FiguresCard release={release} service={service.data} />}
      </div>
      <ChartsCard release={release} />
    </>
  )
}
