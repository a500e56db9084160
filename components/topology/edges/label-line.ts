import type { EdgeFigures } from '../figures/edge-figures'
import type { LabelKind } from '../label-kinds'

/** A line of text on an edge. */
export interface LabelLine {
  text: string
  tone: 'strong' | 'muted' | 'degraded' | 'failing'
}

export interface EdgeLabelOptions {
  /** Whether the edge leads from a service to its version. */
  split: boolean
  labels: ReadonlySet<LabelKind>
  /** Seconds. */
  window: number
  figures?: EdgeFigures | undefined
  /** Left out of the measurement, because too many edges are on screen. */
  dropped?: boolean | undefined
}
