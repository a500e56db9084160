'use client'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatPercent, formatRate } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import { Table, Td, Th } from '@/components/ui/table'
import type { GraphNodeDto } from '@/lib/contracts/topology'
import { badgeSign } from '../badges'
import { releaseWords } from '../describe'
import { parentOf, type GraphIndex } from '../graph-index'
import { Section } from '../inspector/section'
import { TrafficList } from '../inspector/traffic-list'
import { shortName } from '../names'
import { usePastReason } from './past-context'

interface PastServiceProps {
  index: GraphIndex
  /** A service, or one of its versions. */
  node: GraphNodeDto
  onSelect: (id: string) => void
}

/** A service as it was: the recorded split beside what was seen. Nothing of it can be moved. */
export function PastService({ index, node, onSelect }: PastServiceProps) {
  const reason = usePastReason()
  const service = parentOf(index, node) ?? node
  const versions = index.children.get(service.id) ?? []
  const edgeTo = (id: string) =>
    [...index.edges.values()].find(
      ({ from, to, mirrored }) => from === service.id && to === id && mirrored === undefined,
    )
  const unknown = service.badges.includes('routes-unknown')
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <Badge>
          <Health health={node.health} />
        </Badge>
        <Badge>{formatRate(node.in.rate)} rps</Badge>
        {[...new Set([...service.badges, ...node.badges])].map((badge) => {
          const { word, meaning, tone } = badgeSign(badge)
          return (
            <Badge key={badge} title={meaning} tone={tone === 'degraded' ? 'degraded' : 'neutral'}>
              {word}
            </Badge>
          )
        })}
      </div>
      {service.release !== undefined && (
        <Section title="Release in flight then">
          <p className="text-sm font-medium">{releaseWords(service.release)}</p>
        </Section>
      )}
      <Section title="Split then" aside={unknown ? 'routes unknown' : 'as recorded'}>
        {unknown && (
          <p className="mb-2 text-sm text-muted">
            Aviary had not recorded the routes of this service by then, so what was desired is not known.
          </p>
        )}
        {versions.length === 0 ? (
          <p className="text-sm text-muted">No versions are known of that time.</p>
        ) : (
          <Table label="Split then">
            <thead>
              <tr>
                <Th className="pl-0">version</Th>
                <Th numeric>desired</Th>
                <Th numeric>seen</Th>
                <Th numeric className="pr-0">
                  rps
                </Th>
              </tr>
            </thead>
            <tbody>
              {versions.map((version) => {
                const edge = edgeTo(version.id)
                return (
                  <tr key={version.id}>
                    <Td className="py-1.5 pl-0 font-medium">
                      {shortName(version)}
                      {version.role !== undefined && <span className="text-muted"> {version.role}</span>}
                    </Td>
                    <Td numeric className="py-1.5">
                      {edge?.desiredShare === undefined ? '–' : formatPercent(edge.desiredShare)}
                    </Td>
                    <Td numeric className="py-1.5">
                      {edge === undefined || edge.rate === 0 ? '–' : formatPercent(edge.share)}
                    </Td>
                    <Td numeric className="py-1.5 pr-0">
                      {formatRate(version.in.rate)}
                    </Td>
                  </tr>
                )
              })}
            </tbody>
          </Table>
        )}
      </Section>
      <TrafficList index={index} of={node.id} onSelect={onSelect} />
      <div className="flex flex-col items-start gap-2">
        <div className="flex flex-wrap gap-2">
          {['Move traffic', 'Start a release'].map((action) => (
            <Button key={action} size="sm" aria-disabled aria-describedby="past-reason" title={reason}>
              {action}
            </Button>
          ))}
        </div>
        <p id="past-reason" className="text-xs text-muted">
          {reason}
        </p>
      </div>
    </>
  )
}
