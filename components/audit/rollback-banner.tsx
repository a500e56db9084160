'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TimeAgo } from '@/components/ui/time-ago'
import { canQuery } from '@/lib/queries/me'
import { waitingQuery } from '@/lib/queries/waiting'
import { AcceptRollback } from './accept-rollback'

/** Over every page while the audit log stands behind a signed checkpoint and nobody has accepted that. */
export function RollbackBanner() {
  const { data } = useQuery(waitingQuery())
  return data?.rollback === undefined ? null : <Banner since={data.rollback.since} />
}

function Banner({ since }: { since: string }) {
  const [open, setOpen] = useState(false)
  const { data: may } = useQuery(canQuery('policy.edit', {}))
  return (
    <div
      role="alert"
      data-testid="rollback-banner"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-failing bg-panel px-4 py-2.5 text-sm md:px-7"
    >
      <p className="min-w-0 flex-1 basis-80">
        <span aria-hidden className="mr-2 text-failing">
          ▲
        </span>
        <b className="font-semibold">The audit log went back behind a signed checkpoint</b>{' '}
        <span className="text-muted">
          (<TimeAgo at={since} />)
        </span>
        : events are lost. Until an admin accepts that, weights only go down, and mirrors and releases only
        stop. Traffic goes on as the routes say.
      </p>
      {may?.allowed === true && (
        <>
          <Button data-testid="rollback-open" onClick={() => setOpen(true)}>
            What was lost…
          </Button>
          <AcceptRollback open={open} onOpenChange={setOpen} />
        </>
      )}
    </div>
  )
}
