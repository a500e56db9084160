import type { ReleaseDto } from '@/lib/contracts/releases'

type PlanStep = ReleaseDto['plan']['steps'][number]

/** A stretch of time at one canary percent; seconds from the start. */
export interface Stretch {
  from: number
  to: number
  weight: number
}

/** Weight over time when nobody waits for anything. The last stretch is drawn with a tail of its own. */
export function weightOverTime(steps: readonly PlanStep[]): { stretches: Stretch[]; seconds: number } {
  const stretches: Stretch[] = []
  let at = 0
  let weight = 0
  for (const step of steps) {
    if (step.kind === 'weight') weight = step.weight
    if (step.kind !== 'bake' || step.seconds === 0) continue
    stretches.push({ from: at, to: at + step.seconds, weight })
    at += step.seconds
  }
  const tail = at === 0 ? 60 : at * 0.08
  stretches.push({ from: at, to: at + tail, weight })
  return { stretches, seconds: at }
}

export interface Picture {
  /** SVG path of the staircase. */
  line: string
  /** The same, closed to the ground. */
  area: string
  /** Where each stretch begins, in the picture's units. */
  marks: { x: number; y: number; weight: number; at: number }[]
}

/** The staircase in a box of the given size, time to the right and 0–100 % upwards. */
export function drawWeights(stretches: readonly Stretch[], width: number, height: number): Picture {
  const end = stretches.at(-1)?.to ?? 1
  const x = (seconds: number) => round((seconds / end) * width)
  const y = (weight: number) => round(height - (weight / 100) * height)
  const corners = stretches.map(({ from, to, weight }, index) => {
    const rise = index === 0 ? `M0 ${y(weight)}` : `V${y(weight)}`
    return `${index === 0 ? rise : `H${x(from)}${rise}`}H${x(to)}`
  })
  const line = corners.join('')
  const first = stretches[0]
  return {
    line,
    area: first === undefined ? '' : `${line}V${height}H0Z`,
    marks: stretches.map(({ from, weight }) => ({ x: x(from), y: y(weight), weight, at: from })),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
