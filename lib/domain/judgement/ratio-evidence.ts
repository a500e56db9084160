import type { PairCounts } from './pair-counts'

/**
 * ln of how much better the ratio `rho` of the failure rates explains an interval than the ratio `against` does. Given
 * all K failures of the interval, the canary's are Bin(K, ρn_c/(ρn_c+n_s)), so the common rate and the load drop out:
 * (ρ/ρ₀)^k_c · ((ρ₀n_c+n_s)/(ρn_c+n_s))^K. For ρ > ρ₀ its mean is at most 1 whenever the true ratio is at most ρ₀,
 * for ρ < ρ₀ whenever it is at least ρ₀ (exact for Poisson counts; Hoeffding 1963 for single requests at ρ₀ = 1).
 * A side without requests says nothing: 0.
 */
export function ratioEvidence({ canary, control }: PairCounts, rho: number, against: number): number {
  if (canary.total === 0 || control.total === 0) return 0
  const failures = canary.bad + control.bad
  const exposure = (ratio: number) => Math.log(ratio * canary.total + control.total)
  return canary.bad * Math.log(rho / against) + failures * (exposure(against) - exposure(rho))
}
