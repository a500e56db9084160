import type { Counted } from './check'

/** A share of requests in percent, with as many digits as tell it from none and from all. */
export function shareWords({ total, bad }: Counted): string {
  if (total === 0) return 'none'
  const percent = (bad / total) * 100
  if (percent === 0) return '0 %'
  if (percent < 0.01) return 'less than 0.01 %'
  const text = percent.toFixed(percent < 1 ? 2 : 1)
  // Rounded down near the top, so that a success never reads as none.
  return `${percent < 100 && text.startsWith('100') ? '99.9' : text.replace(/\.?0+$/, '')} %`
}

/** `2,310`. */
export function countWords(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 request`, `2,310 requests`. */
export function requestWords(count: number): string {
  return `${countWords(count)} request${count === 1 ? '' : 's'}`
}

/** A rate between 0 and 1 in percent: `1 %`, `0.55 %`. */
export function rateWords(rate: number): string {
  return `${String(Number((rate * 100).toPrecision(2)))} %`
}

/** A ratio: `31`, `2.4`. */
export function ratioWords(ratio: number): string {
  return ratio >= 10 ? countWords(ratio) : String(Number(ratio.toPrecision(2)))
}
