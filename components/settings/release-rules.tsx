'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Fact } from '@/components/ui/fact'
import { formatDuration } from '@/components/ui/format-time'
import { QueryState } from '@/components/ui/query-state'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ReleaseRulesDto } from '@/lib/contracts/release-rules'
import { releaseRulesQuery } from '@/lib/queries/release-rules'
import { dayWords, ruleScopeWords } from './rule-words'

/** What holds for all releases: freezes, business hours, how many may be live, and who must approve. */
export function ReleaseRules() {
  return (
    <QueryState query={useQuery(releaseRulesQuery())} title="The rules could not be read">
      {(rules) => <Rules rules={rules} />}
    </QueryState>
  )
}

function Rules({ rules }: { rules: ReleaseRulesDto }) {
  const { freezes, hours, limits, approvals } = rules
  const limited = limits.live !== undefined || limits.livePerNamespace !== undefined
  if (freezes.length + hours.length + approvals.length === 0 && !limited)
    return (
      <EmptyState
        title="No rules for all releases"
        todo="Releases go on at any hour, as many at once as are started. Admins lay down freezes, hours, limits and approvals in the part releases of the access policy."
      />
    )
  return (
    <div className="flex flex-col gap-4" data-testid="release-rules">
      {freezes.length > 0 && (
        <RuleTable title="Freezes" heads={['Name', 'Where', 'From', 'Until', 'Now']}>
          {freezes.map(({ name, scope, from, to, state }) => (
            <tr key={`${name} ${from}`} className="last:[&>td]:border-b-0">
              <Td>{name}</Td>
              <Td>{ruleScopeWords(scope)}</Td>
              <Td>
                <TimeAgo at={from} />
              </Td>
              <Td>
                <TimeAgo at={to} />
              </Td>
              <Td>{freezeWords[state]}</Td>
            </tr>
          ))}
        </RuleTable>
      )}
      {hours.length > 0 && (
        <RuleTable title="Business hours" heads={['Name', 'Where', 'Days', 'Hours', 'Now']}>
          {hours.map(({ name, scope, days, from, to, zone, open }) => (
            <tr key={`${name} ${from} ${days.join()}`} className="last:[&>td]:border-b-0">
              <Td>{name}</Td>
              <Td>{ruleScopeWords(scope)}</Td>
              <Td>{dayWords(days)}</Td>
              <Td>
                <span className="tabular-nums">
                  {from} – {to}
                </span>{' '}
                <span className="text-muted">{zone}</span>
              </Td>
              <Td>{open ? '● open' : '◆ closed: nothing is begun'}</Td>
            </tr>
          ))}
        </RuleTable>
      )}
      {limited && (
        <Card title="Limits">
          <dl className="flex flex-col gap-2">
            {limits.live !== undefined && <Fact name="Live releases at once">{limits.live}</Fact>}
            {limits.livePerNamespace !== undefined && (
              <Fact name="In one namespace">{limits.livePerNamespace}</Fact>
            )}
          </dl>
        </Card>
      )}
      {approvals.length > 0 && (
        <RuleTable title="Approvals before a start" heads={['Where', 'People', 'Good for']}>
          {approvals.map(({ scope, count, expiresSeconds }) => (
            <tr
              key={`${ruleScopeWords(scope)} ${count} ${expiresSeconds}`}
              className="last:[&>td]:border-b-0"
            >
              <Td>{ruleScopeWords(scope)}</Td>
              <Td numeric>{count}</Td>
              <Td>{formatDuration(expiresSeconds)}</Td>
            </tr>
          ))}
        </RuleTable>
      )}
      <p className="text-xs text-muted">
        In a freeze and outside the hours nothing is begun, and everything can be stopped. The rules stand in
        the access policy; those for what you may not see are left out.
      </p>
    </div>
  )
}

const freezeWords = { now: '◆ frozen', coming: '○ to come', over: 'over' } as const

function RuleTable({ title, heads, children }: { title: string; heads: string[]; children: ReactNode }) {
  return (
    <Card title={title}>
      <Table label={title}>
        <thead>
          <tr>
            {heads.map((head) => (
              <Th key={head} numeric={head === 'People'}>
                {head}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </Table>
    </Card>
  )
}
