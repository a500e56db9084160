/** z for a two-sided confidence of 98 %. */
const critical = 2.326

/**
 * z of the Mann–Whitney test that `experiment`, moved down by `shift`, still lies above `control`: normal approximation
 * with ties in the variance and, where asked for, a continuity correction of a half. Both sorted upwards.
 */
export function rankScore(
  experiment: readonly number[],
  control: readonly number[],
  shift: number,
  corrected: boolean,
): number {
  const [m, n] = [experiment.length, control.length]
  let [i, j, above, ties] = [0, 0, 0, 0]
  while (i < m || j < n) {
    const value = Math.min(
      i < m ? (experiment[i] ?? 0) - shift : Infinity,
      j < n ? (control[j] ?? 0) : Infinity,
    )
    const [fromI, fromJ] = [i, j]
    while (i < m && (experiment[i] ?? 0) - shift <= value) i += 1
    while (j < n && (control[j] ?? 0) <= value) j += 1
    const [own, others] = [i - fromI, j - fromJ]
    above += own * (fromJ + others / 2)
    ties += (own + others) ** 3 - (own + others)
  }
  const all = m + n
  const variance = ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)))
  if (variance <= 0) return 0
  const distance = above - (m * n) / 2
  const correction = corrected ? 0.5 * Math.sign(distance) : 0
  return (distance - correction) / Math.sqrt(variance)
}

/** Whether the lower end of the 98 % interval of the shift lies above `tolerance` times the Hodges–Lehmann estimate. */
export function clearlyAbove(
  experiment: readonly number[],
  control: readonly number[],
  tolerance: number,
): boolean {
  // The score falls as the shift rises: the lower end is above a shift when the score there is above the critical one.
  if (rankScore(experiment, control, 0, true) <= critical) return false
  return rankScore(experiment, control, tolerance * location(experiment, control), true) > critical
}

/** Hodges–Lehmann estimate of the shift: where the score crosses 0. */
export function location(experiment: readonly number[], control: readonly number[]): number {
  let low = (experiment[0] ?? 0) - (control.at(-1) ?? 0)
  let high = (experiment.at(-1) ?? 0) - (control[0] ?? 0)
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2
    if (rankScore(experiment, control, middle, false) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
