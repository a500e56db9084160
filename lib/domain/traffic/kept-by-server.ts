import { isObject } from './untyped'

/**
 * Paths of what an object was meant to have and the API server's answer has not: a CRD older than a field drops it in
 * silence. Fields that the server added are no difference, nor is another spelling of a value.
 */
export function droppedPaths(answered: unknown, meant: unknown, path = ''): string[] {
  if (meant === undefined) return []
  if (Array.isArray(meant)) {
    if (!Array.isArray(answered) || answered.length !== meant.length) return [path]
    return meant.flatMap((entry, index) => droppedPaths(answered[index], entry, `${path}/${index}`))
  }
  if (isObject(meant)) {
    if (!isObject(answered)) return [path]
    return Object.entries(meant).flatMap(([name, entry]) =>
      Object.hasOwn(answered, name)
        ? droppedPaths(answered[name], entry, `${path}/${name}`)
        : [`${path}/${name}`],
    )
  }
  // Quantities and durations may be written another way; what is there was understood.
  return answered === undefined ? [path] : []
}
