import type { MarkerKind } from './prepare-markers'

/** Shapes in a box of 10 × 10, so that the kinds differ by more than colour. */
const shapes: Readonly<Record<MarkerKind, { path: string; color: string }>> = {
  operation: { path: 'M5 0 L10 5 L5 10 L0 5 Z', color: 'var(--canary-text)' },
  release: { path: 'M5 0 L10 9 H0 Z', color: 'var(--text)' },
  deployment: { path: 'M1 1 H9 V9 H1 Z', color: 'var(--muted)' },
  external: {
    path: 'M1 0 L5 3.6 L9 0 L10 1 L6.4 5 L10 9 L9 10 L5 6.4 L1 10 L0 9 L3.6 5 L0 1 Z',
    color: 'var(--degraded)',
  },
  flag: { path: 'M1 0 H10 L7.5 3 L10 6 H2.5 V10 H1 Z', color: 'var(--info)' },
}

export const markerColor = (kind: MarkerKind): string => shapes[kind].color

/** The shape of a marker; its words stand beside it. */
export function MarkerGlyph({ kind, className }: { kind: MarkerKind; className?: string }) {
  const { path, color } = shapes[kind]
  return (
    <svg aria-hidden viewBox="0 0 10 10" width="10" height="10" className={className}>
      <path d={path} fill={color} />
    </svg>
  )
}
