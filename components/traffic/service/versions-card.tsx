import { Card } from '@/components/ui/card'
import { formatBand, formatPercent, formatRate, formatSuccess } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import { Table, Td, Th } from '@/components/ui/table'
import type { ServiceDetailDto, VersionDto } from '@/lib/contracts/services'
import { VersionChip } from '../version-chip'
import { ScaleControls } from './scale-controls'
import { toneEntries } from './tone-entries'
import { versionTones } from '../version-tone'

/** The versions of a service: what runs them and how they do. */
export function VersionsCard({ service }: { service: ServiceDetailDto }) {
  const { observed } = service
  const tones = versionTones(toneEntries(service))
  const figures = new Map(observed?.versions.map((entry) => [entry.version, entry]))
  return (
    <Card
      title="Versions"
      aside={
        observed === null
          ? 'no metrics'
          : `last ${formatDuration(observed.window)}, ${formatDuration(observed.age)} old${observed.stale ? ', stale' : ''}`
      }
    >
      <Table label="Versions">
        <thead>
          <tr>
            <Th>version</Th>
            <Th numeric>pods ready</Th>
            <Th>images</Th>
            <Th numeric>share</Th>
            <Th numeric>requests a second</Th>
            <Th numeric>success</Th>
            <Th numeric>p50</Th>
            <Th numeric>p95</Th>
            <Th numeric>p99</Th>
            <Th>
              <span className="sr-only">scale</span>
            </Th>
          </tr>
        </thead>
        <tbody className={observed?.stale === true ? 'opacity-60' : undefined}>
          {service.versions.map((version) => {
            const figure = figures.get(version.version)
            return (
              <tr key={version.version}>
                <Td>
                  <VersionChip
                    version={version.version}
                    tone={tones.get(version.version) ?? 'stable'}
                    role={version.role}
                  />
                  {!version.injected && service.dataPlanes.includes('istio') && (
                    <span className="ml-2 text-xs text-degraded">◆ no sidecar</span>
                  )}
                </Td>
                <Td numeric>{podsOf(version)}</Td>
                <Td className="max-w-72">
                  {imagesOf(version).map((image) => (
                    <code key={image} title={image} className="block truncate font-mono text-xs text-muted">
                      {image.slice(image.lastIndexOf('/') + 1)}
                    </code>
                  ))}
                </Td>
                <Td numeric>{figure === undefined ? '–' : formatPercent(figure.percent)}</Td>
                <Td numeric>{formatRate(figure?.rate ?? null)}</Td>
                <Td numeric>{formatSuccess(figure?.successShare ?? null)}</Td>
                <Td numeric>{formatBand(figure?.p50 ?? null)}</Td>
                <Td numeric>{formatBand(figure?.p95 ?? null)}</Td>
                <Td numeric>{formatBand(figure?.p99 ?? null)}</Td>
                <Td numeric>
                  <ScaleControls service={service} version={version} />
                </Td>
              </tr>
            )
          })}
        </tbody>
      </Table>
    </Card>
  )
}

function podsOf({ workloads }: VersionDto): string {
  const ready = workloads.reduce((sum, workload) => sum + workload.ready, 0)
  const desired = workloads.reduce((sum, workload) => sum + workload.desired, 0)
  return `${ready} of ${desired}`
}

function imagesOf({ workloads }: VersionDto): string[] {
  return [...new Set(workloads.flatMap(({ images }) => images))]
}
