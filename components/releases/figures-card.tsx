import { VersionChip } from '@/components/traffic/version-chip'
import { Card } from '@/components/ui/card'
import { formatBand, formatRate, formatSuccess } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { ObservedDto, ServiceDetailDto } from '@/lib/contracts/services'
import { cn } from '@/lib/cn'

interface FiguresCardProps {
  release: ReleaseDto
  service: ServiceDetailDto
}

type Observed = ObservedDto['versions'][number]
const rows: { label: string; of: (version: Observed) => string }[] = [
  { label: 'Requests a second', of: ({ rate }) => formatRate(rate) },
  { label: 'Success', of: ({ successShare }) => formatSuccess(successShare) },
  { label: 'p95', of: ({ p95 }) => formatBand(p95) },
]

/** The canary beside stable: rate, success and latency over the observed window. */
export function FiguresCard({ release, service }: FiguresCardProps) {
  const { observed } = service
  if (observed === null) {
    return (
      <Card title="Canary beside stable">
        <p className="text-sm text-muted">
          Nothing is observed: {service.observedProblem ?? 'there are no metrics for this service'}. Promote,
          Pause and Abort work without.
        </p>
      </Card>
    )
  }
  const of = (version: string) => observed.versions.find((entry) => entry.version === version)
  const columns = [
    { version: release.to, role: 'canary', tone: 'canary' as const, figures: of(release.to) },
    { version: release.from, role: 'stable', tone: 'stable' as const, figures: of(release.from) },
  ]
  const age = `${observed.source}, ${formatDuration(observed.age)} old`
  return (
    <Card
      title="Canary beside stable"
      aside={
        <span title={age}>
          {observed.stale
            ? `stale, ${formatDuration(observed.age)} old`
            : `last ${formatDuration(observed.window)}`}
        </span>
      }
    >
      <table className={cn('w-full text-sm', observed.stale && 'text-muted')} title={age}>
        <thead>
          <tr>
            <th scope="col" className="pb-2 text-left font-normal">
              <span className="sr-only">Figure</span>
            </th>
            {columns.map(({ version, role, tone }) => (
              <th key={version} scope="col" className="pb-2 pl-3 text-right font-normal">
                <VersionChip version={version} role={role} tone={tone} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, of: format }) => (
            <tr key={label} className="border-t border-line">
              <th scope="row" className="py-2.5 text-left font-normal text-muted">
                {label}
              </th>
              {columns.map(({ version, figures }) => (
                <td
                  key={version}
                  className="py-2.5 pl-3 text-right text-base font-semibold whitespace-nowrap"
                >
                  {figures === undefined ? '–' : format(figures)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
