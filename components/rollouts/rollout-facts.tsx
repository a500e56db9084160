'use client'
import { Fact } from '@/components/ui/fact'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { operationWords, outcomeSigns } from '@/components/traffic/operation-words'
import { CopyButton } from '@/components/ui/copy-button'
import { QueryState } from '@/components/ui/query-state'
import { Skeleton } from '@/components/ui/skeleton'
import { TimeAgo } from '@/components/ui/time-ago'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { operationsQuery } from '@/lib/queries/operations'
import { serviceParam } from '@/lib/queries/services'
import { concerns } from './concerns'

const link = 'underline decoration-line-strong underline-offset-2 hover:decoration-current'
const SHOWN = 8

const servicePage = ({ service }: RolloutDto) =>
  `/services/${service.cluster}/${service.namespace}/${service.name}`

/** What was done to this workload through Aviary, newest on top. */
export function RolloutOperations({ rollout }: { rollout: RolloutDto }) {
  const query = useInfiniteQuery(operationsQuery({ service: serviceParam(rollout.service) }))
  return (
    <section>
      <h2 className="mb-2.5 text-sm font-semibold text-muted">Done through Aviary</h2>
      <QueryState
        query={query}
        title="The operations could not be read"
        skeleton={<Skeleton className="h-10" />}
      >
        {({ pages }) => {
          const operations = pages
            .flatMap(({ items }) => items)
            .filter((operation) => concerns(operation, rollout.workload))
            .slice(0, SHOWN)
          if (operations.length === 0) return <p className="text-sm text-muted">Nothing yet.</p>
          return (
            <ol className="flex flex-col gap-2.5 text-sm">
              {operations.map((operation) => {
                const sign = outcomeSigns[operation.outcome]
                return (
                  <li key={operation.id}>
                    <p className="flex justify-between gap-3">
                      <span>{operationWords(operation)}</span>
                      <span className={`whitespace-nowrap ${sign.className}`}>
                        <span aria-hidden>{sign.glyph}</span> {sign.word}
                      </span>
                    </p>
                    <p className="text-xs text-muted">
                      {operation.actor.name}, <TimeAgo at={operation.at} />
                      {operation.reason !== undefined && `: “${operation.reason}”`}
                    </p>
                  </li>
                )
              })}
            </ol>
          )
        }}
      </QueryState>
      <p className="mt-2.5 text-sm">
        <Link className={link} href={`${servicePage(rollout)}?tab=history`}>
          All operations of {rollout.service.name}
        </Link>
      </p>
    </section>
  )
}

/** What it is read from, to copy, and the way to its service. */
export function RolloutRecord({ rollout }: { rollout: RolloutDto }) {
  const { workload, namespace, cluster, service } = rollout
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold text-muted">Record</h2>
      <dl className="flex flex-col gap-0.5 text-sm">
        <Fact name={workload.kind}>
          <span className="truncate">
            {namespace}/{workload.name}
          </span>
          <CopyButton
            text={`${namespace}/${workload.name}`}
            label={`Copy the name of the ${workload.kind}`}
          />
        </Fact>
        <Fact name="Cluster">{cluster}</Fact>
        <Fact name="Id">
          <span className="truncate font-mono text-xs">{rollout.id}</span>
          <CopyButton text={rollout.id} label="Copy the rollout id" />
        </Fact>
      </dl>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <Link className={link} href={servicePage(rollout)}>
          Service {service.name}
        </Link>
        <Link className={link} href="/releases?tab=others">
          Releases run by others
        </Link>
      </p>
    </section>
  )
}
