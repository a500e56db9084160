import type { Counted } from './check'
import { addCounts, noCounts, type PairCounts } from './pair-counts'

/** What is known of how clustered failures are. Bounded: the last of each, and the newest figures. */
export interface Dispersion {
  /** The control by itself, from one interval to the next. */
  control: { last: Counted | null; figures: number[] }
  /** How failures divide between the sides, from one block of intervals to the next. */
  between: { open: PairCounts; last: PairCounts | null; figures: number[] }
}

const mostFigures = 40
/** Failures that a block must let expect on either side, or a division of them says nothing. */
const fewestExpected = 5
/** From so many figures on the division decides, which a common rise of errors does not disturb. */
const enoughBetween = 8
/** Figures that stand for independence beforehand, and the largest that counts: a sudden outage is no clustering. */
const priorFigures = 2
const largestFigure = 40
/** What is cut off, and the mean of χ² with one degree of freedom without its largest eighth. */
const trimmed = 1 / 8
const trimmedChiSquare = 0.569

export const noDispersion: Dispersion = {
  control: { last: null, figures: [] },
  between: { open: { canary: noCounts, control: noCounts }, last: null, figures: [] },
}

/** Adds an interval: χ² with one degree of freedom of each two neighbours, whose mean is the size of the clusters. */
export function addDispersion(dispersion: Dispersion, counts: PairCounts): Dispersion {
  return {
    control: addControl(dispersion.control, counts.control),
    between: addBetween(dispersion.between, counts),
  }
}

/**
 * How many times as much failures vary as independent ones would, φ, at least 1. At first the mean of the control's
 * figures, which knows clusters before the canary has any; then the trimmed mean of the division's figures, so that
 * neither a common rise of errors nor one sudden change of the canary counts as noise. 1 where there is too little to tell.
 */
export function dispersionOf({ control, between }: Dispersion): number {
  if (between.figures.length >= enoughBetween) return Math.max(1, trimmedMean(between.figures))
  const sum = control.figures.reduce((total, figure) => total + Math.min(figure, largestFigure), priorFigures)
  return Math.max(1, sum / (priorFigures + control.figures.length))
}

function addControl({ last, figures }: Dispersion['control'], control: Counted): Dispersion['control'] {
  if (control.total === 0) return { last, figures }
  const failures = control.bad + (last?.bad ?? 0)
  if (last === null || failures === 0) return { last: control, figures }
  const share = control.total / (control.total + last.total)
  return { last: control, figures: newest(figures, chiSquare(control.bad, failures, share)) }
}

/** Blocks, because failures are rare; two are compared under the ratio common to both (Mantel–Haenszel). */
function addBetween(between: Dispersion['between'], counts: PairCounts): Dispersion['between'] {
  if (counts.canary.total === 0 || counts.control.total === 0) return between
  const open = {
    canary: addCounts(between.open.canary, counts.canary),
    control: addCounts(between.open.control, counts.control),
  }
  const share = shareOf(open, 1)
  if (failuresOf(open) * Math.min(share, 1 - share) < fewestExpected) return { ...between, open }
  const ratio = between.last === null ? undefined : commonRatio([between.last, open])
  if (between.last === null || ratio === undefined)
    return { ...between, open: noDispersion.between.open, last: open }
  const figure = [between.last, open].reduce(
    (sum, block) => sum + chiSquare(block.canary.bad, failuresOf(block), shareOf(block, ratio)),
    0,
  )
  return { open: noDispersion.between.open, last: open, figures: newest(between.figures, figure) }
}

function commonRatio(blocks: readonly PairCounts[]): number | undefined {
  let [above, below] = [0, 0]
  for (const { canary, control } of blocks) {
    const all = canary.total + control.total
    above += (canary.bad * control.total) / all
    below += (control.bad * canary.total) / all
  }
  return above === 0 || below === 0 ? undefined : above / below
}

function chiSquare(count: number, of: number, share: number): number {
  return (count - of * share) ** 2 / (of * share * (1 - share))
}

/** The canary's share of the failures if its rate is `ratio` times the control's. */
function shareOf({ canary, control }: PairCounts, ratio: number): number {
  return (ratio * canary.total) / (ratio * canary.total + control.total)
}

function failuresOf({ canary, control }: PairCounts): number {
  return canary.bad + control.bad
}

function newest(figures: readonly number[], figure: number): number[] {
  return [...figures, figure].slice(-mostFigures)
}

/** The mean without the largest eighth, over what it would be for χ² with one degree of freedom. */
function trimmedMean(figures: readonly number[]): number {
  const kept = [...figures].sort((a, b) => a - b).slice(0, Math.ceil(figures.length * (1 - trimmed)))
  return kept.reduce((sum, figure) => sum + figure, 0) / kept.length / trimmedChiSquare
}
