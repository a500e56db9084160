/** Three decimals: more says nothing of a rate or a share, and a graph of thousands of edges pays for each digit. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
