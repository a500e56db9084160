import type { Particles } from './particles'

/** Dots that run along an edge, and triangles for errors. SMIL needs no script to run, so panning stays smooth. */
export function EdgeParticles({
  path,
  particles,
  color,
}: {
  path: string
  particles: Particles
  color: string
}) {
  const { count, duration, errors } = particles
  const spacing = count === 0 ? 0 : Math.floor(count / Math.max(1, errors))
  let left = errors
  return Array.from({ length: count }, (_, at) => {
    const failing = left > 0 && at % Math.max(1, spacing) === 0
    if (failing) left -= 1
    const motion = (
      <animateMotion
        dur={`${duration}s`}
        begin={`${((-duration * at) / count).toFixed(2)}s`}
        repeatCount="indefinite"
        path={path}
      />
    )
    return failing ? (
      <path
        key={at}
        data-particle="error"
        d="M0,-4.6 L4.4,3.4 L-4.4,3.4 Z"
        fill="var(--failing)"
        stroke="var(--bg)"
        strokeWidth={1}
      >
        {motion}
      </path>
    ) : (
      <circle key={at} data-particle="request" r={2.6} fill={color}>
        {motion}
      </circle>
    )
  })
}
