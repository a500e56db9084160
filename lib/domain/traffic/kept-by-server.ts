import type { JsonPatch } from '../kube'
import { valueAt } from './json-patch'
import { isObject } from './untyped'

/**
 * Paths below `/spec` that a patch sets and that are not in the object which the API server answered to it: a CRD older
 * than a field drops it in silence. Fields that the server added are no difference.
 */
export function droppedPaths(answered: unknown, patch: JsonPatch): string[] {
  return patch.flatMap((op) => {
    if ((op.op !== 'add' && op.op !== 'replace') || !op.path.startsWith('/spec')) return []
    const path = placeOf(answered, op.path)
    const found = valueAt(answered, path)
    return found === undefined ? [path] : missing(found.value, op.value, path)
  })
}

/** Where an appended entry ended up: last in its list. */
function placeOf(answered: unknown, path: string): string {
  if (!path.endsWith('/-')) return path
  const parent = path.slice(0, -2)
  const list = valueAt(answered, parent)?.value
  return `${parent}/${Array.isArray(list) ? Math.max(0, list.length - 1) : 0}`
}

function missing(answered: unknown, asked: unknown, path: string): string[] {
  if (Array.isArray(asked)) {
    if (!Array.isArray(answered) || answered.length !== asked.length) return [path]
    return asked.flatMap((entry, index) => missing(answered[index], entry, `${path}/${index}`))
  }
  if (isObject(asked)) {
    if (!isObject(answered)) return [path]
    return Object.entries(asked).flatMap(([name, entry]) =>
      Object.hasOwn(answered, name) ? missing(answered[name], entry, `${path}/${name}`) : [`${path}/${name}`],
    )
  }
  // Quantities and durations may be written another way; what is there was understood.
  return answered === undefined ? [path] : []
}
