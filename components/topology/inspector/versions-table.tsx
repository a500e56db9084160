import { toneEntries } from '@/components/traffic/service/tone-entries'
import { VersionChip } from '@/components/traffic/version-chip'
import { versionTones } from '@/components/traffic/version-tone'
import { formatBand, formatPercent, formatRate, formatSuccess } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import { Table, Td, Th } from '@/components/ui/table'
import { cn } from '@/lib/cn'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { Section } from './section'

/** How each version does, in five columns. */
export function VersionsTable(props: { service: ServiceDetailDto; highlighted: string | undefined }) {
  const { service, highlighted } = props
  const { observed } = service
  const tones = versionTones(toneEntries(service))
  const figures = new Map(observed?.versions.map((entry) => [entry.version, entry]))
  const aside =
    observed === null
      ? (service.observedProblem ?? 'no metrics')
      : `last ${formatDuration(observed.window)}, ${formatDuration(observed.age)} old${observed.stale ? ', stale' : ''}`
  return (
    <Section title="Versions" aside={aside}>
      <Table label="Versions">
        <thead>
          <tr>
            <Th className="pl-0">version</Th>
            <Th numeric className="px-1.5">
              share
            </Th>
            <Th numeric className="px-1.5">
              rps
            </Th>
            <Th numeric className="px-1.5">
              success
            </Th>
            <Th numeric className="pr-0 pl-1.5">
              p95
            </Th>
          </tr>
        </thead>
        <tbody className={cn(observed?.stale === true && 'opacity-60 grayscale')}>
          {service.versions.map(({ version, role }) => {
            const figure = figures.get(version)
            return (
              <tr key={version} className={cn(version === highlighted && 'bg-stable-soft')}>
                <Td className="py-1.5 pl-0">
                  <VersionChip version={version} tone={tones.get(version) ?? 'stable'} role={role} />
                </Td>
                <Td numeric className="px-1.5 py-1.5">
                  {figure === undefined ? '–' : formatPercent(figure.percent)}
                </Td>
                <Td numeric className="px-1.5 py-1.5">
                  {formatRate(figure?.rate ?? null)}
                </Td>
                <Td numeric className="px-1.5 py-1.5">
                  {formatSuccess(figure?.successShare ?? null)}
                </Td>
                <Td numeric className="py-1.5 pr-0 pl-1.5">
                  {formatBand(figure?.p95 ?? null)}
                </Td>
              </tr>
            )
          })}
        </tbody>
      </Table>
    </Section>
  )
}
