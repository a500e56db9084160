import type { OwnPlanBody } from '../../contracts/plans'
import type { MatchCondition } from '../../domain/traffic/model'

const durations = new Set(['bake', 'timeout', 'settle', 'for', 'expires'])

/** A plan as the API takes it: what was read from it, with durations and conditions as they are written. */
export function planText(plan: OwnPlanBody): unknown {
  return textOf(plan)
}

function textOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(textOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => [
      key,
      key === 'when' ? (each as MatchCondition[]).map(conditionText) : partText(key, each),
    ]),
  )
}

const partText = (key: string, value: unknown) =>
  typeof value === 'number' && durations.has(key) ? durationText(value) : textOf(value)

/** `{header: name, exact: value}`; methods and hosts have no name. */
const conditionText = ({ kind, name, op, value }: MatchCondition) => ({
  [kind]: name ?? true,
  [op]: op === 'present' ? true : value,
})

/** The largest unit that fits, because a duration has at most six digits. */
function durationText(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}
