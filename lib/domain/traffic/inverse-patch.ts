import type { JsonPatch, JsonPatchOp } from '../kube'
import { applyPatch, JsonPatchError, pointerTo, valueAt } from './json-patch'
import { isObject } from './untyped'

/**
 * The patch that takes a patch back, with tests of the values that it left, for a document whose spec nobody has
 * changed since. A map of labels or annotations that the patch made stays, without the entries that it put there.
 */
export function inversePatch(before: unknown, patch: JsonPatch): JsonPatch {
  let state = before
  const steps: JsonPatch[] = []
  for (const op of patch) {
    if (op.op === 'test') continue
    steps.unshift(opposite(state, op))
    state = applyPatch(state, [op])
  }
  return [...lastingTests(state, patch), ...steps.flat()]
}

/** The original tests of places that the patch did not touch, with the values that stand there afterwards. */
function lastingTests(after: unknown, patch: JsonPatch): JsonPatch {
  const touched = patch.filter(({ op }) => op !== 'test').map(({ path }) => path)
  return patch
    .filter(({ op, path }) => op === 'test' && !touched.some((other) => overlaps(path, other)))
    .flatMap(({ path }): JsonPatchOp[] => {
      const found = valueAt(after, path)
      return found === undefined ? [] : [{ op: 'test', path, value: found.value }]
    })
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
}

function opposite(state: unknown, op: JsonPatchOp): JsonPatch {
  const slash = op.path.lastIndexOf('/')
  const parentPath = op.path.slice(0, Math.max(0, slash))
  const parent = valueAt(state, parentPath)?.value
  const old = valueAt(state, op.path)
  if (op.op === 'remove') {
    if (old === undefined) throw new JsonPatchError('no-such-path', op.path)
    const rest = valueAt(applyPatch(state, [op]), parentPath)?.value
    return [...testOfSpec(parentPath, rest), { op: 'add', path: op.path, value: old.value }]
  }
  if (Array.isArray(parent) && op.op === 'add') {
    const path = op.path.endsWith('/-') ? `${parentPath}/${parent.length}` : op.path
    return [
      { op: 'test', path, value: op.value },
      { op: 'remove', path },
    ]
  }
  if (old !== undefined) {
    return [
      { op: 'test', path: op.path, value: op.value },
      { op: 'replace', path: op.path, value: old.value },
    ]
  }
  return withoutAdded(op.path, op.value)
}

/** What was left beside a removed value is tested in the spec only: metadata carries marks that change by themselves. */
function testOfSpec(path: string, value: unknown): JsonPatch {
  return path.startsWith('/spec') ? [{ op: 'test', path, value }] : []
}

function withoutAdded(path: string, value: unknown): JsonPatch {
  const shared = path === '/metadata/annotations' || path === '/metadata/labels'
  if (shared && isObject(value)) {
    return Object.entries(value).flatMap(([key, entry]) => withoutAdded(`${path}${pointerTo(key)}`, entry))
  }
  return [
    { op: 'test', path, value },
    { op: 'remove', path },
  ]
}
