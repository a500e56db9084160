import type { Counted } from './check'

/**
 * ln of how much better the failure rate `rate` explains the counts than the rate `against` does:
 * (q/p)^k · ((1−q)/(1−p))^(n−k), both rates above 0 and below 1. For q < p its mean is at most 1 whenever the true rate
 * is at least p, for q > p whenever it is at most p (Wald's likelihood ratio; Ville 1939 makes it hold at every look).
 */
export function rateEvidence({ total, bad }: Counted, rate: number, against: number): number {
  return bad * Math.log(rate / against) + (total - bad) * (Math.log1p(-rate) - Math.log1p(-against))
}
