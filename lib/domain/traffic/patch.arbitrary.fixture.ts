import fc from 'fast-check'
import type { JsonPatch, JsonPatchOp } from '../kube'
import { applyPatch, pointerTo } from './json-patch'

const keys = fc.constantFrom(
  'a',
  'b',
  '__proto__',
  'x/y',
  'm~n',
  '~1',
  '',
  '🐦',
  '"',
  '0',
  '-',
  'constructor',
)

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string()),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('json')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
  ),
}))

const step = fc.record({
  pick: fc.nat(),
  op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const, 'test' as const),
  key: keys,
  value: json,
})

/** A document and a patch that applies to it, with hostile names. */
export const documentAndPatch = fc
  .tuple(fc.array(fc.tuple(keys, json), { maxLength: 4 }), fc.array(step, { maxLength: 6 }))
  .map(([members, steps]) => {
    const document: unknown = { spec: Object.fromEntries(members) }
    let state = document
    const patch: JsonPatch = []
    for (const { pick, op, key, value } of steps) {
      const next = opAt(placesOf(state, []), pick, op, key, value)
      if (next === undefined) continue
      patch.push(next)
      state = applyPatch(state, [next])
    }
    return { document, patch }
  })

interface Place {
  path: (string | number)[]
  value: unknown
}

function placesOf(value: unknown, path: (string | number)[]): Place[] {
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [{ path, value }, ...children.flatMap(([key, child]) => placesOf(child, [...path, key]))]
}

function opAt(
  places: Place[],
  pick: number,
  op: JsonPatchOp['op'],
  key: string,
  value: unknown,
): JsonPatchOp | undefined {
  if (op === 'add') {
    const containers = places.filter((place) => typeof place.value === 'object' && place.value !== null)
    const place = containers[pick % Math.max(1, containers.length)]
    if (place === undefined) return undefined
    const token = Array.isArray(place.value) ? (pick % 2 === 0 ? '-' : place.value.length) : key
    return { op, path: pointerTo(...place.path, token), value }
  }
  const inner = places.filter(({ path }) => path.length > 0)
  const place = inner[pick % Math.max(1, inner.length)]
  if (place === undefined) return undefined
  const path = pointerTo(...place.path)
  if (op === 'remove') return { op, path }
  return { op, path, value: op === 'test' ? place.value : value }
}
