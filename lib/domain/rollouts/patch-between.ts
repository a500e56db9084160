import type { JsonPatch, JsonPatchOp } from '../kube'
import { pointerTo } from '../traffic/json-patch'
import { sameJson } from '../traffic/revision'
import { isObject } from '../traffic/untyped'

/**
 * A small JSON Patch that turns one value, at `path` of a document, into another: tests of what stands there first, then
 * the changes. Lists of another length are replaced as a whole.
 */
export function patchBetween(before: unknown, after: unknown, path: string): JsonPatch {
  const changes = changesBetween(before, after, path)
  return [...changes.map(({ test }) => test), ...changes.map(({ change }) => change)]
}

interface Change {
  test: JsonPatchOp
  change: JsonPatchOp
}

function changesBetween(before: unknown, after: unknown, path: string): Change[] {
  if (sameJson(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((entry: unknown, index) => changesBetween(entry, after[index], `${path}/${index}`))
  }
  if (!isObject(before) || !isObject(after)) {
    return [{ test: { op: 'test', path, value: before }, change: { op: 'replace', path, value: after } }]
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name): Change[] => {
    const member = `${path}${pointerTo(name)}`
    const [had, has] = [Object.hasOwn(before, name), Object.hasOwn(after, name)]
    if (had && has) return changesBetween(before[name], after[name], member)
    const change: JsonPatchOp = has
      ? { op: 'add', path: member, value: after[name] }
      : { op: 'remove', path: member }
    // What is not there cannot be tested, so its neighbours are.
    const test: JsonPatchOp = had
      ? { op: 'test', path: member, value: before[name] }
      : { op: 'test', path, value: before }
    return [{ test, change }]
  })
}
