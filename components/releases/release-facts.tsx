import { Fact } from '@/components/ui/fact'
import Link from 'next/link'
import { CopyButton } from '@/components/ui/copy-button'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ReleaseDto } from '@/lib/contracts/releases'

/** Who did what, newest on top. */
export function ReleasePeople({ release }: { release: ReleaseDto }) {
  const people = release.people.map((entry, index) => ({ ...entry, index })).toReversed()
  return (
    <section>
      <h2 className="mb-2.5 text-sm font-semibold text-muted">People</h2>
      <ul className="flex flex-col gap-1.5 text-sm">
        {people.map(({ index, what, who, at }) => (
          <li key={index} className="flex justify-between gap-3">
            <span className="text-muted">{what}</span>
            <span className="text-right">
              <b className="font-semibold">{who}</b> <TimeAgo at={at} className="text-muted" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Ids to copy, and the ways to the audit log and the service. */
export function ReleaseRecord({ release }: { release: ReleaseDto }) {
  const { service } = release
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold text-muted">Record</h2>
      <dl className="flex flex-col gap-0.5 text-sm">
        <Fact name="Release">
          <span className="truncate font-mono text-xs">{release.id}</span>
          <CopyButton text={release.id} label="Copy the release id" />
        </Fact>
        <Fact name="Plan hash">
          <span className="truncate font-mono text-xs">{release.planHash.slice(0, 12)}…</span>
          <CopyButton text={release.planHash} label="Copy the plan hash" />
        </Fact>
        <Fact name="Created">
          <TimeAgo at={release.createdAt} />
        </Fact>
        {release.endedAt !== undefined && (
          <Fact name="Ended">
            <TimeAgo at={release.endedAt} />
          </Fact>
        )}
      </dl>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <Link
          className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
          href={`/services/${service.cluster}/${service.namespace}/${service.name}`}
        >
          Service {service.name}
        </Link>
        <Link
          className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
          href={`/audit?release=${release.id}`}
        >
          Audit log
        </Link>
        <Link
          className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
          href={`/releases/${release.id}/report`}
          prefetch={false}
        >
          Report
        </Link>
      </p>
    </section>
  )
}
