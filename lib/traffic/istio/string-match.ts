import type { MatchCondition } from '@/lib/domain/traffic/model'
import { sameJson } from '@/lib/domain/traffic/revision'
import { objectOf, stringMapOf, type JsonObject } from '@/lib/domain/traffic/untyped'

/** Two StringMatches as one: `never` where no text fits both, `unknown` where Istio has no single match for both. */
export type Joined = { match: JsonObject } | 'never' | 'unknown'

/** A condition's comparison as Istio's StringMatch; an empty one asks only that there is a value. */
export function stringMatch({ op, value = '' }: Pick<MatchCondition, 'op' | 'value'>): JsonObject {
  return op === 'present' || op === 'absent' ? {} : { [op]: value }
}

/** What must hold so that a text fits both. A regular expression joins with its like and with presence only. */
export function joinMatches(written: unknown, asked: JsonObject): Joined {
  const one = objectOf(written)
  if (sameJson(one, asked)) return { match: one }
  const [a, b] = [textOf(one), textOf(asked)]
  if (b.op === 'present') return { match: one }
  if (a.op === 'present') return { match: asked }
  if (a.op === 'regex' || b.op === 'regex') return 'unknown'
  const [narrow, wide, match] = narrower(a, b) ? [a, b, one] : [b, a, asked]
  if (wide.op === 'exact') return 'never'
  return narrow.value.startsWith(wide.value) ? { match } : 'never'
}

interface Text {
  op: 'exact' | 'prefix' | 'regex' | 'present'
  value: string
}

function textOf(match: JsonObject): Text {
  const fields = stringMapOf(match)
  for (const op of ['exact', 'prefix', 'regex'] as const) {
    const value = fields.get(op)
    if (value !== undefined) return { op, value }
  }
  return { op: 'present', value: '' }
}

function narrower(a: Text, b: Text): boolean {
  return a.op === b.op ? a.value.length >= b.value.length : a.op === 'exact'
}
