import type { Counted } from '@/lib/domain/judgement/check'
import type { Contender, Saying } from './contender'
import { clearlyAbove } from './mann-whitney'
import { looks } from './traffic'

const fewestPoints = 50
const tolerance = 0.25
const allowedIncrease = 1

/**
 * Kayenta's NetflixACAJudge on the error rate of each look, implemented from its published description: Mann–Whitney with
 * a 98 % interval of the shift, "high" when its lower end is above 0.25 times the Hodges–Lehmann estimate and the means
 * differ by at least the allowed ratio 1.0. One metric, direction increase: high fails, anything else passes. Its guide compares
 * with a baseline of the canary's size, so it gets one. Looks
 * without requests are left out (nanStrategy remove); at least 50 points.
 */
function kayenta(name: string, about: string, asked: (look: number) => boolean): Contender {
  return {
    name,
    about: `from the published description: Mann–Whitney, 98 % interval, tolerance 0.25, effect 1.0, against a baseline of the canary's size, ${about}`,
    begin: () => {
      const [experiment, control]: [number[], number[]] = [[], []]
      let seen = 0
      return (look) => {
        insert(experiment, look.canary)
        insert(control, look.baseline)
        seen += 1
        return asked(seen) ? verdict(experiment, control) : 'open'
      }
    },
  }
}

export const kayentaOnce = kayenta('Kayenta, once', 'one analysis after an hour', (look) => look === looks)
export const kayentaPeeked = kayenta(
  'Kayenta, repeated',
  'at every look from 50 points on',
  (look) => look >= fewestPoints,
)

function verdict(experiment: readonly number[], control: readonly number[]): Saying {
  if (experiment.length < fewestPoints || control.length < fewestPoints) return 'open'
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const high =
    clearlyAbove(experiment, control, tolerance) && mean(experiment) >= allowedIncrease * mean(control)
  return high ? 'fail' : 'pass'
}

/** Keeps the values sorted. */
function insert(values: number[], { total, bad }: Counted): void {
  if (total === 0) return
  const value = bad / total
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  values.splice(low, 0, value)
}
