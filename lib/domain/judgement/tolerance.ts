/** Shares at weight 0 are verified below this, in points. */
export const zeroLimit = 1

/** How far an observed share may lie from a desired one above 0, in points (DESIGN §5, "Split verification"). */
export function toleranceOf(percent: number): number {
  return Math.min(5, Math.max(3, percent / 4), percent / 2)
}

export type Standing = 'within' | 'outside' | 'undecided'

/** Where an interval of shares (0–100) stands to the desired share and its tolerance. */
export function standingOf(percent: number, { low, high }: { low: number; high: number }): Standing {
  if (percent <= 0) {
    if (high < zeroLimit) return 'within'
    return low >= zeroLimit ? 'outside' : 'undecided'
  }
  const tolerance = toleranceOf(percent)
  if (low > percent + tolerance || high < percent - tolerance) return 'outside'
  return low >= percent - tolerance && high <= percent + tolerance ? 'within' : 'undecided'
}
