import { isList, isObject, sameJson, textAt, type JsonObject } from './json'
import { badRequest, StatusError } from './status'

/** What the API server answers when a patch is well-formed but cannot be applied: no details. */
export function unprocessable(): StatusError {
  return new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
}

function segments(pointer: unknown): string[] {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) throw unprocessable()
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function listIndex(segment: string, length: number): number {
  if (!/^(0|[1-9]\d*)$/.test(segment) || Number(segment) >= length) throw unprocessable()
  return Number(segment)
}

function child(parent: unknown, segment: string): unknown {
  if (isList(parent)) return parent[listIndex(segment, parent.length)]
  if (isObject(parent)) return Object.hasOwn(parent, segment) ? parent[segment] : undefined
  throw unprocessable()
}

function read(document: JsonObject, path: string[]): unknown {
  return path.reduce<unknown>(child, document)
}

function setKey(parent: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
}

function add(document: JsonObject, path: string[], value: unknown): void {
  const parent = read(document, path.slice(0, -1))
  const last = path.at(-1) ?? ''
  if (isList(parent))
    parent.splice(last === '-' ? parent.length : listIndex(last, parent.length + 1), 0, value)
  else if (isObject(parent)) setKey(parent, last, value)
  else throw unprocessable()
}

/** Like the API server's library, a map key that is absent may be replaced. */
function replace(document: JsonObject, path: string[], value: unknown): void {
  const parent = read(document, path.slice(0, -1))
  const last = path.at(-1) ?? ''
  if (isList(parent)) parent[listIndex(last, parent.length)] = value
  else if (isObject(parent)) setKey(parent, last, value)
  else throw unprocessable()
}

function remove(document: JsonObject, path: string[]): unknown {
  const parent = read(document, path.slice(0, -1))
  const last = path.at(-1) ?? ''
  if (isList(parent)) return parent.splice(listIndex(last, parent.length), 1)[0]
  if (!isObject(parent) || !Object.hasOwn(parent, last)) throw unprocessable()
  const removed = parent[last]
  Reflect.deleteProperty(parent, last)
  return removed
}

/**
 * Applies an RFC 6902 patch to a copy of the object.
 * As on the API server, `test` against null holds for an absent key. Throws a 422 Status when an operation fails.
 */
export function applyJsonPatch(object: JsonObject, patch: unknown): JsonObject {
  if (!isList(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    )
  const document = structuredClone(object)
  for (const operation of patch) {
    const path = segments(isObject(operation) ? operation['path'] : undefined)
    if (path.length === 0) throw unprocessable()
    const value = structuredClone(isObject(operation) ? operation['value'] : undefined)
    switch (textAt(operation, 'op')) {
      case 'test':
        if (!sameJson(read(document, path) ?? null, value ?? null)) throw unprocessable()
        break
      case 'add':
        add(document, path, value ?? null)
        break
      case 'replace':
        replace(document, path, value ?? null)
        break
      case 'remove':
        remove(document, path)
        break
      case 'move':
        add(document, path, remove(document, segments(textAt(operation, 'from'))))
        break
      case 'copy':
        add(document, path, structuredClone(read(document, segments(textAt(operation, 'from')))))
        break
      default:
        throw unprocessable()
    }
  }
  return document
}
