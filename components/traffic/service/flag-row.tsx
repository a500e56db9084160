import Link from 'next/link'
import { Td } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import type { TimelineEntryDto } from '@/lib/contracts/timeline'

/** A change of a feature flag: seen by Aviary, made by somebody else, and not to be undone here. */
export function FlagRow({ change }: { change: Extract<TimelineEntryDto, { kind: 'flag' }> }) {
  const { at, actor, words, configMaps, auditSeq } = change
  return (
    <tr data-testid={`flag-${auditSeq}`}>
      <Td className="align-top">
        <TimeAgo at={at} />
      </Td>
      <Td className="align-top whitespace-nowrap">{actor.name}</Td>
      <Td className="min-w-64">
        <span aria-hidden className="mr-1 text-info">
          ⚑
        </span>
        feature flag {words}
        {configMaps.length > 0 && (
          <p className="mt-0.5 text-xs text-muted">in ConfigMap {configMaps.join(', ')}</p>
        )}
      </Td>
      <Td className="align-top whitespace-nowrap">
        <span className="text-info">
          <span aria-hidden>◇</span> seen
        </span>
        <Link href={`/audit/${auditSeq}`} className="ml-2 text-xs text-muted underline underline-offset-2">
          audit {auditSeq}
        </Link>
      </Td>
      <Td numeric className="align-top">
        <span className="sr-only">made outside Aviary</span>
      </Td>
    </tr>
  )
}
