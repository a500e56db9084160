'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { QueryState } from '@/components/ui/query-state'
import { TimeAgo } from '@/components/ui/time-ago'
import type { MeDto } from '@/lib/contracts/access'
import { meQuery } from '@/lib/queries/me'
import { CanForm } from './can-form'
import { missingVerbs, permissionGroups } from './permission-groups'

/** Who one is, what one may do and where, and the question "may I …?" with the rule that answers it. */
export function WhoAmI({ idleMinutes }: { idleMinutes: number }) {
  const query = useQuery(meQuery())
  return (
    <QueryState query={query} title="Who you are could not be read">
      {(me) => (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="flex flex-col gap-4">
            <Person me={me} idleMinutes={idleMinutes} />
            <CanForm />
          </div>
          <Permissions permissions={me.permissions} />
        </div>
      )}
    </QueryState>
  )
}

function Person({ me, idleMinutes }: { me: MeDto; idleMinutes: number }) {
  return (
    <Card title="Who I am">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2 text-sm">
        <Fact name="Name">
          <span className="text-base font-semibold">{me.name}</span>
          <span className="block text-xs break-all text-muted">
            {me.subject} at {me.issuer}
          </span>
        </Fact>
        <Fact name="Roles">
          <Badges items={me.roles} none="none: ask whoever keeps the access policy" />
        </Fact>
        <Fact name="Groups">
          {me.groupsProblem ?? <Badges items={me.groups} none="the identity provider named none" />}
        </Fact>
        <Fact name="Session">
          ends <TimeAgo at={me.expires} />, or after {idleMinutes} minutes without a request; all yours are
          under{' '}
          <Link href="/settings?tab=sessions" className="underline">
            Sessions
          </Link>
        </Fact>
      </dl>
    </Card>
  )
}

function Permissions({ permissions }: { permissions: MeDto['permissions'] }) {
  const missing = missingVerbs(permissions)
  return (
    <Card title="What I may do">
      <div className="flex flex-col gap-4">
        {permissionGroups(permissions).map(({ scope, verbs }) => (
          <section key={scope} aria-label={scope}>
            <h3 className="mb-1.5 text-sm font-semibold">{scope}</h3>
            <Badges items={verbs} none="" />
          </section>
        ))}
        {permissions.length === 0 && <p className="text-sm">Nothing is granted to you.</p>}
        {missing.length > 0 && (
          <section aria-label="Not granted anywhere">
            <h3 className="mb-1.5 text-sm font-semibold text-muted">not granted anywhere</h3>
            <p className="text-sm text-muted">{missing.join(', ')}</p>
          </section>
        )}
      </div>
    </Card>
  )
}

function Badges({ items, none }: { items: readonly string[]; none: string }) {
  if (items.length === 0) return <span className="text-muted">{none}</span>
  return (
    <span className="flex flex-wrap gap-1.5">
      {items.map((item) => (
        <Badge key={item}>{item}</Badge>
      ))}
    </span>
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
