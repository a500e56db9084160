import type { Counted } from './check'
import { addCounts, noCounts, type PairCounts } from './pair-counts'

/** What is known of how clustered failures are. Bounded: one open block, one closed, the newest figures. */
export interface Dispersion {
  open: PairCounts
  last: PairCounts | null
  /** χ² with one degree of freedom of each two neighbouring blocks, newest last. */
  figures: number[]
}

/** Failures that a block must let expect on either side, or χ² says nothing. */
const fewestExpected = 5
const mostFigures = 24
/** The median of χ² with one degree of freedom, and how many such figures stand for independence beforehand. */
const medianChiSquare = 0.455
const priorFigures = 4

export const noDispersion: Dispersion = {
  open: { canary: noCounts, control: noCounts },
  last: null,
  figures: [],
}

/**
 * Adds an interval. Intervals are gathered into blocks, because failures are rare; each block is compared with the one
 * before under a ratio common to both (Mantel–Haenszel), so that neither load nor a common rise of errors counts.
 */
export function addDispersion(dispersion: Dispersion, counts: PairCounts): Dispersion {
  if (counts.canary.total === 0 || counts.control.total === 0) return dispersion
  const open = {
    canary: addCounts(dispersion.open.canary, counts.canary),
    control: addCounts(dispersion.open.control, counts.control),
  }
  const share = shareOf(open, 1)
  const failures = open.canary.bad + open.control.bad
  if (failures * Math.min(share, 1 - share) < fewestExpected) return { ...dispersion, open }
  const figure = dispersion.last === null ? undefined : chiSquare([dispersion.last, open])
  const figures = figure === undefined ? dispersion.figures : [...dispersion.figures, figure]
  return { open: noDispersion.open, last: open, figures: figures.slice(-mostFigures) }
}

/**
 * How many times as much failures vary as independent ones would, at least 1: the median of the figures by that of χ²,
 * so that one sudden change of the canary does not count as noise. 1 while there is too little to tell.
 */
export function dispersionOf({ figures }: Dispersion): number {
  const prior = new Array<number>(priorFigures).fill(medianChiSquare)
  const sorted = [...prior, ...figures].sort((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? medianChiSquare
  return Math.max(1, middle / medianChiSquare)
}

function chiSquare(blocks: readonly PairCounts[]): number | undefined {
  let [above, below] = [0, 0]
  for (const { canary, control } of blocks) {
    const all = canary.total + control.total
    above += (canary.bad * control.total) / all
    below += (control.bad * canary.total) / all
  }
  if (above === 0 || below === 0) return undefined
  return blocks.reduce((sum, block) => {
    const failures = block.canary.bad + block.control.bad
    const share = shareOf(block, above / below)
    return sum + (block.canary.bad - failures * share) ** 2 / (failures * share * (1 - share))
  }, 0)
}

/** The canary's share of the failures if its rate is `ratio` times the control's. */
function shareOf({ canary, control }: { canary: Counted; control: Counted }, ratio: number): number {
  return (ratio * canary.total) / (ratio * canary.total + control.total)
}
