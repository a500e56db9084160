'use client'
import type { LabelLine } from '../edges/label-line'
import { stateSigns } from './compare-moments'
import { usePast } from './past-context'

/** The lines of an edge's label, while two moments are compared with what differs above them. */
export function useComparedLines(id: string | undefined, lines: readonly LabelLine[]): readonly LabelLine[] {
  const state = usePast().compared?.states.get(id ?? '')
  if (state === undefined || state === 'same') return lines
  const { glyph, word } = stateSigns[state]
  return [{ text: `${glyph} ${word}`, tone: 'degraded' }, ...lines]
}
