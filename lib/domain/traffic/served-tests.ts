import type { JsonPatch, JsonPatchOp } from '../kube'
import { applyPatch, JsonPatchError, valueAt } from './json-patch'
import { isObject } from './untyped'

/**
 * A patch whose tests ask for the values as the API server keeps them: it fills in the defaults of fields that were
 * left out, so that a test of what was sent would fail. Tests of what it does not keep stay as they are.
 */
export function servedTests(patch: JsonPatch, served: unknown): JsonPatch {
  let state = served
  const ops: JsonPatch = []
  for (const op of patch) {
    if (op.op === 'test') {
      const { path, value } = op
      ops.push({ op: 'test', path, value: servedValue(state, path, value) })
      continue
    }
    ops.push(op)
    const next = after(state, op)
    if (next === undefined) return patch
    state = next.state
  }
  return ops
}

function servedValue(state: unknown, path: string, asked: unknown): unknown {
  const found = valueAt(state, path)
  return found !== undefined && covers(found.value, asked) ? found.value : asked
}

function after(state: unknown, op: JsonPatchOp): { state: unknown } | undefined {
  try {
    return { state: applyPatch(state, [op]) }
  } catch (error) {
    if (error instanceof JsonPatchError) return undefined
    throw error
  }
}

/** Whether a value is the one asked for, but for members of objects that it has besides. */
function covers(value: unknown, asked: unknown): boolean {
  if (Array.isArray(asked)) {
    const same = Array.isArray(value) && value.length === asked.length
    return same && asked.every((entry, index) => covers(value[index], entry))
  }
  if (!isObject(asked)) return Object.is(value, asked)
  return (
    isObject(value) &&
    Object.entries(asked).every(([name, entry]) => Object.hasOwn(value, name) && covers(value[name], entry))
  )
}
