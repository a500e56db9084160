import type { StepDto } from '@/lib/contracts/plans'

/** A stretch of time at one canary percent; seconds from the start. */
export interface Stretch {
  from: number
  to: number
  weight: number
}

/** Weight over time when nobody waits for anything. The last stretch is drawn with a tail of its own. */
export function weightOverTime(steps: readonly StepDto[]): { stretches: Stretch[]; seconds: number } {
  const stretches: Stretch[] = []
  let at = 0
  let weight = 0
  for (const step of steps) {
    if (step.kind === 'weight') weight = step.weight
    if (step.kind === 'cut-over') weight = 100
    if (step.kind !== 'bake' || step.seconds === 0) continue
    stretches.push({ from: at, to: at + step.seconds, weight })
    at += step.seconds
  }
  const tail = tailOf(at)
  stretches.push({ from: at, to: at + tail, weight })
  return { stretches, seconds: at }
}

/** Seconds that are drawn after the last bake, so that the end can be seen. */
const tailOf = (seconds: number): number => (seconds === 0 ? 60 : seconds * 0.08)

/** What goes to the canary besides the weights: copies, or chosen requests. Seconds from the start. */
export interface Lane {
  kind: 'mirror' | 'match'
  /** "mirror 100 %", "match dark-launch". */
  title: string
  from: number
  to: number
}

/** The mirrors and matches of a plan over the same time as `weightOverTime`. */
export function lanesOverTime(steps: readonly StepDto[]): Lane[] {
  const lanes: Lane[] = []
  const open = new Map<string, Lane>()
  let at = 0
  const close = (key: string) => {
    const lane = open.get(key)
    if (lane !== undefined && at > lane.from) lanes.push({ ...lane, to: at })
    open.delete(key)
  }
  for (const step of steps) {
    if (step.kind === 'bake') at += step.seconds
    if (step.kind === 'mirror') {
      close('mirror')
      if (step.percent > 0)
        open.set('mirror', { kind: 'mirror', title: `mirror ${step.percent} %`, from: at, to: at })
    }
    if (step.kind === 'match') {
      const key = `match ${step.name}`
      close(key)
      if (step.when.length > 0) open.set(key, { kind: 'match', title: key, from: at, to: at })
    }
  }
  const end = at + tailOf(at)
  for (const lane of open.values()) lanes.push({ ...lane, to: end })
  return lanes.toSorted((a, b) => a.from - b.from)
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
