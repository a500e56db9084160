import Link from 'next/link'
import { Sparkline } from '@/components/charts/sparkline'
import { Badge } from '@/components/ui/badge'
import { formatRate } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import { Table, Td, Th } from '@/components/ui/table'
import type { ServiceRowDto } from '@/lib/contracts/services'
import { MiniSplit } from '../split-bar/mini-split'
import { VersionChip } from '../version-chip'
import { versionTones } from '../version-tone'

/** Services as rows: versions, desired and observed split, health, rate and its last half hour. */
export function ServicesTable({ rows }: { rows: readonly ServiceRowDto[] }) {
  const clusters = new Set(rows.map(({ cluster }) => cluster))
  return (
    <div className="rounded-lg border border-line bg-panel">
      <Table label="Services">
        <thead>
          <tr>
            <Th>service</Th>
            <Th>
              <span className="max-sm:sr-only">health</span>
            </Th>
            <Th className="max-sm:hidden">versions</Th>
            <Th className="w-[26%] min-w-40 max-sm:min-w-20">
              split<span className="max-sm:sr-only">, and observed below it</span>
            </Th>
            <Th numeric>
              <span className="max-sm:sr-only">requests a second</span>
              <span aria-hidden className="sm:hidden">
                rps
              </span>
            </Th>
            <Th className="max-sm:hidden">last half hour</Th>
            <Th className="max-sm:hidden">release</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ServiceRow
              key={`${row.cluster}/${row.namespace}/${row.name}`}
              row={row}
              withCluster={clusters.size > 1}
            />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function ServiceRow({ row, withCluster }: { row: ServiceRowDto; withCluster: boolean }) {
  const { cluster, namespace, name, split, release } = row
  const share = new Map(split.map(({ version, percent }) => [version, percent]))
  const own = new Set(row.versions)
  const tones = versionTones(
    [...new Set([...row.versions, ...share.keys()])].map((version) => ({
      version,
      percent: share.get(version) ?? null,
      outside: !own.has(version),
    })),
  )
  return (
    <tr className="hover:bg-stable-soft">
      <Td className="py-2.5">
        <Link
          href={`/services/${cluster}/${namespace}/${name}`}
          className="font-semibold underline-offset-4 hover:underline"
        >
          {name}
        </Link>{' '}
        <span className="whitespace-nowrap text-muted">
          {withCluster ? `${cluster}/${namespace}` : namespace}
        </span>
        {release !== undefined && <ReleaseLink release={release} className="mt-1 block sm:hidden" />}
      </Td>
      <Td>
        <Health health={row.health} brief />
      </Td>
      <Td className="max-sm:hidden">
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          {row.versions.length === 0 && <span className="text-muted">–</span>}
          {row.versions.map((version) => (
            <VersionChip key={version} version={version} tone={tones.get(version) ?? 'stable'} />
          ))}
        </span>
      </Td>
      <Td>
        <MiniSplit split={split} tones={tones} />
      </Td>
      <Td numeric>{formatRate(row.rate)}</Td>
      <Td className="max-sm:hidden">
        <Sparkline values={row.sparkline} label={`Requests a second of ${name} over the last half hour`} />
      </Td>
      <Td className="max-sm:hidden">{release !== undefined && <ReleaseLink release={release} />}</Td>
    </tr>
  )
}

type ReleaseInFlight = NonNullable<ServiceRowDto['release']>

function ReleaseLink({ release, className }: { release: ReleaseInFlight; className?: string }) {
  return (
    <Link href={`/releases/${release.id}`} className={className}>
      <Badge tone="canary">
        {release.state}, step {release.step} of {release.of}
      </Badge>
    </Link>
  )
}
