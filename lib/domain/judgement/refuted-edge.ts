const bisections = 50

/** The edge between `outside`, which is refuted, and `inside`, which is not; what is refuted lies on one side. */
export function refutedEdge(outside: number, inside: number, refuted: (point: number) => boolean): number {
  let [out, kept] = [outside, inside]
  for (let step = 0; step < bisections; step += 1) {
    const middle = (out + kept) / 2
    if (refuted(middle)) out = middle
    else kept = middle
  }
  return kept
}
