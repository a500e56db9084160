/** A pennant and the word, left of the line that marks a change of a feature flag: the latest are at the right edge. */
export function FlagMark({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path d="M0 0 H-9 L-6.5 3 L-9 6 H0 Z" fill="var(--info)" />
      <text x={-11} y={7} fontSize={9} textAnchor="end" fill="var(--muted)">
        flag
      </text>
    </g>
  )
}
