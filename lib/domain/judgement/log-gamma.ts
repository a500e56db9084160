/**
 * ln Γ(x) for x > 0: Stirling's series (NIST Digital Library of Mathematical Functions, 5.11.1) after shifting x
 * above 10 by the recurrence, where the terms kept are exact to double precision.
 */
export function logGamma(x: number): number {
  let shift = 0
  let z = x
  for (; z < 10; z += 1) shift -= Math.log(z)
  const inverse = 1 / z
  const square = inverse * inverse
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360)))))
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series
}

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}
