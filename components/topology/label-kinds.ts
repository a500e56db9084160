/** What may stand on an edge, in the order in which it stands there. */
export const labelKinds = [
  'share',
  'rate',
  'errors',
  'average',
  'p50',
  'p95',
  'p99',
  'request-bytes',
  'response-bytes',
  'mtls',
  'protocol',
] as const
export type LabelKind = (typeof labelKinds)[number]

/** Kinds of which one at a time is shown. */
export const timeKinds = ['average', 'p50', 'p95', 'p99'] as const
export const throughputKinds = ['request-bytes', 'response-bytes'] as const

export const standardLabels: ReadonlySet<LabelKind> = new Set(['share', 'rate', 'errors'])

/** The labels of that name, of each group with a choice of one the first. */
export function readLabels(names: readonly string[]): ReadonlySet<LabelKind> {
  const labels = new Set(labelKinds.filter((kind) => names.includes(kind)))
  for (const group of [timeKinds, throughputKinds]) {
    for (const other of group.filter((kind) => labels.has(kind)).slice(1)) labels.delete(other)
  }
  return labels
}

/** Whether a label needs what is measured for edges on screen only. */
export function needsFigures(labels: ReadonlySet<LabelKind>): boolean {
  return [...timeKinds, ...throughputKinds].some((kind) => labels.has(kind))
}
