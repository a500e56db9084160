const THINNEST = 1.25
const THICKEST = 6
/** Requests a second that get the thickest line. */
const FULL = 1000

/** Line width in pixels: grows with the logarithm of the rate, a tenth of a request a second being the thinnest. */
export function edgeWidth(rate: number): number {
  if (!(rate > 0)) return THINNEST
  const part = Math.log10(rate * 10) / Math.log10(FULL * 10)
  return round(THINNEST + (THICKEST - THINNEST) * Math.min(1, Math.max(0, part)))
}

/** Half-pixel steps, so that lines don't shiver from one sample to the next. */
function round(width: number): number {
  return Math.round(width * 4) / 4
}
