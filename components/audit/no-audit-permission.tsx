'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { roles, roleVerbs, type Verb } from '@/lib/domain/access/verbs'
import { meQuery } from '@/lib/queries/me'

interface NoPermissionProps {
  /** What is not open: "You may not read the audit log". */
  title: string
  verb: Verb
  /** What the API said. */
  detail: string
}

/** Explains a refusal: which permission is missing, which roles hold it, what one's own are, and where to look. */
export function NoAuditPermission({ title, verb, detail }: NoPermissionProps) {
  const { data } = useQuery(meQuery())
  const holders = roles.filter((role) => roleVerbs[role].has(verb))
  const own =
    data === undefined
      ? ''
      : data.roles.length === 0
        ? 'You have no role.'
        : `You are ${data.roles.join(', ')}.`
  return (
    <div
      role="alert"
      className="flex flex-col items-start gap-2 rounded-lg border border-degraded bg-panel p-5"
      data-testid="audit-forbidden"
    >
      <h2 className="text-base font-semibold">
        <span aria-hidden className="mr-2 text-degraded">
          ⊘
        </span>
        {title}
      </h2>
      <p className="max-w-prose text-sm">{detail}</p>
      <p className="max-w-prose text-sm text-muted">
        The roles {holders.join(' and ')} hold {verb}. {own} Whoever keeps the access policy can grant it to
        one of your groups. Traffic is not touched by this, and the refusal is in the log.
      </p>
      <Button asChild size="sm" className="mt-1">
        <Link href={`/settings?tab=me&verb=${verb}`}>See what I may do, and why</Link>
      </Button>
    </div>
  )
}
