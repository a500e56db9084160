'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { formatExact } from '@/components/ui/format-time'
import type { AuditEventDto } from '@/lib/contracts/audit'
import { searchOf } from './audit-filters'
import { ReleaseLink, ServiceLink } from './event-links'

/** Who, when, on what and why. */
export function EventFacts({ event, requestId }: { event: AuditEventDto; requestId?: string | undefined }) {
  const { time, actor, kind, service, release, operation, reason, id } = event
  return (
    <Card title="Who, when, why">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2 text-sm">
        <Fact name="Who">
          <Link
            href={`/audit${searchOf({ actor: actor.subject })}`}
            className="font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
          >
            {actor.name}
          </Link>
          <span className="block text-xs break-all text-muted">
            {actor.subject} at {actor.issuer}
          </span>
        </Fact>
        <Fact name="When">
          <time dateTime={time} suppressHydrationWarning>
            {formatExact(time)}
          </time>
          <span className="block text-xs text-muted">{time}</span>
        </Fact>
        <Fact name="Why">{reason ?? <span className="text-muted">no reason was given</span>}</Fact>
        {service !== undefined && (
          <Fact name="Service">
            <ServiceLink service={service} /> <span className="text-muted">in {service.cluster}</span>
          </Fact>
        )}
        {release !== undefined && (
          <Fact name="Release">
            <ReleaseLink release={release} />{' '}
            <Link
              href={`/audit${searchOf({ release })}`}
              className="text-xs text-muted underline underline-offset-2"
            >
              all its events
            </Link>{' '}
            <Link
              href={`/releases/${encodeURIComponent(release)}/report`}
              prefetch={false}
              className="text-xs text-muted underline underline-offset-2"
            >
              report
            </Link>
          </Fact>
        )}
        {operation !== undefined && (
          <Fact name="Operation">
            <Id id={operation} label="Copy the operation id" />
            <Link
              href={`/audit${searchOf({ q: operation })}`}
              className="text-xs text-muted underline underline-offset-2"
            >
              intent and outcome
            </Link>
          </Fact>
        )}
        <Fact name="Kind">{kind}</Fact>
        {requestId !== undefined && (
          <Fact name="Request">
            <Id id={requestId} label="Copy the request id" />
          </Fact>
        )}
        <Fact name="Event">
          <Id id={id} label="Copy the event id" />
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function Id({ id, label }: { id: string; label: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-middle [&>button]:-my-2">
      <code className="truncate font-mono text-xs" title={id}>
        {id}
      </code>
      <CopyButton text={id} label={label} />
    </span>
  )
}
