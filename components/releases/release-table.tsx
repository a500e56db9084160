import Link from 'next/link'
import { MiniSplit } from '@/components/traffic/split-bar/mini-split'
import { formatPercent } from '@/components/ui/format-number'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { placedStages, stageCount } from './stages'
import { StateBadge } from './state-badge'

/** Releases as rows: what, where it stands, who, when. */
export function ReleaseTable({ releases }: { releases: readonly ReleaseDto[] }) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-panel">
      <Table label="Releases">
        <thead>
          <tr>
            <Th>Service</Th>
            <Th>State</Th>
            <Th className="max-md:hidden">Step</Th>
            <Th className="max-md:hidden">Weight</Th>
            <Th className="max-lg:hidden">People</Th>
            <Th>When</Th>
          </tr>
        </thead>
        <tbody>
          {releases.map((release) => (
            <Row key={release.id} release={release} />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function Row({ release }: { release: ReleaseDto }) {
  const { service, from, to, weight } = release
  const place = stageCount(placedStages(release))
  return (
    <tr className="relative hover:bg-stable-soft [&:last-child>td]:border-0">
      <Td>
        <Link href={`/releases/${release.id}`} className="font-medium after:absolute after:inset-0">
          {service.name}
        </Link>{' '}
        <span className="whitespace-nowrap">
          {from} → {to}
        </span>
        <span className="block text-xs text-muted">{service.namespace}</span>
      </Td>
      <Td>
        <StateBadge state={release.state} />
      </Td>
      <Td className="whitespace-nowrap max-md:hidden">
        {place === undefined ? '–' : `${place.at} of ${place.of}, ${place.stage.title}`}
        {release.attempt > 1 && <span className="block text-xs text-muted">attempt {release.attempt}</span>}
      </Td>
      <Td className="max-md:hidden">
        {weight === null ? (
          '–'
        ) : (
          <span className="flex items-center gap-2">
            <MiniSplit
              className="w-24 shrink-0"
              split={[
                { version: from, percent: 100 - weight, role: 'stable' },
                { version: to, percent: weight, role: 'canary' },
              ]}
            />
            {formatPercent(weight)}
          </span>
        )}
      </Td>
      <Td className="max-lg:hidden">
        <People release={release} />
      </Td>
      <Td className="whitespace-nowrap">
        {release.endedAt === undefined ? (
          <>
            {release.startedAt === undefined ? 'created ' : 'started '}
            <TimeAgo at={release.startedAt ?? release.createdAt} className="relative z-10" />
          </>
        ) : (
          <>
            ended <TimeAgo at={release.endedAt} className="relative z-10" />
          </>
        )}
      </Td>
    </tr>
  )
}

/** Who began it, and who did the last thing if that was somebody else. */
function People({ release: { people } }: { release: ReleaseDto }) {
  const first = people[0]
  const last = people.at(-1)
  if (first === undefined || last === undefined) return <>–</>
  return (
    <>
      {first.who}
      {last !== first && (
        <span className="block text-xs text-muted">
          {last.what.toLowerCase()}
          {last.who !== first.who && ` by ${last.who}`}
        </span>
      )}
    </>
  )
}
