import { operationWords } from '@/components/traffic/operation-words'
import type { ServiceMetricsDto } from '@/lib/contracts/services'

type Annotation = ServiceMetricsDto['annotations'][number]
export type MarkerKind = Annotation['kind']

/** Something that happened while the charts ran, as a line in each of them and a line of the list. */
export interface Marker {
  key: string
  /** Epoch milliseconds. */
  at: number
  kind: MarkerKind
  words: string
  actor: string
  /** Where more is told; absent where nothing more is known. */
  href?: string
}

/** The word before what a marker says, so that its shape is not all that tells the kinds apart. */
export const kindWords: Readonly<Record<MarkerKind, string>> = {
  operation: 'operation',
  release: 'release',
  deployment: 'deployed',
  external: 'outside edit',
  flag: 'flag',
}

/** The markers of a service, oldest first; `page` is the address of its page. */
export function prepareMarkers(annotations: readonly Annotation[], page: string): Marker[] {
  return annotations
    .flatMap((annotation, index): Marker[] => {
      const at = Date.parse(annotation.at)
      if (Number.isNaN(at)) return []
      const { kind, actor } = annotation
      const href = addressOf(annotation, page)
      const words = wordsOf(annotation)
      return [
        { key: `${index} ${annotation.at}`, at, kind, words, actor, ...(href === undefined ? {} : { href }) },
      ]
    })
    .sort((a, b) => a.at - b.at)
}

/** "operation weights: v1 90 % → 75 %, Nora". */
export function markerWords({ kind, words, actor }: Marker): string {
  return `${kindWords[kind]} ${words}, ${actor}`
}

function wordsOf({ kind, words, before, after }: Annotation): string {
  return kind === 'operation' ? operationWords({ action: words, before, after }) : words
}

function addressOf({ kind, release, operation, auditSeq }: Annotation, page: string): string | undefined {
  if (release !== undefined) return `/releases/${encodeURIComponent(release)}`
  if (operation !== undefined) return `${page}?tab=history&operation=${encodeURIComponent(operation)}`
  if (kind === 'flag') return `${page}?tab=history`
  return auditSeq === undefined ? undefined : `/audit/${auditSeq}`
}

/** Markers within a span, and those near a moment of it: within a hundredth of its length. */
export function markersNear(
  markers: readonly Marker[],
  at: number,
  span: { from: number; to: number },
): Marker[] {
  return markers.filter((marker) => Math.abs(marker.at - at) <= (span.to - span.from) / 100)
}
