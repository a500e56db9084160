import type { JsonPatch, JsonPatchOp } from '../kube'
import { sameJson } from './revision'
import { isObject, type JsonObject } from './untyped'

/** A patch that does not fit its document; `test-failed` means that the document has changed. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError'
  constructor(
    readonly reason: 'test-failed' | 'no-such-path' | 'bad-pointer',
    readonly path: string,
  ) {
    super(`${reason}: ${path}`)
  }
}

/** One token of a JSON pointer, RFC 6901 §3. */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** A JSON pointer to a member, from unescaped tokens. */
export function pointerTo(...tokens: (string | number)[]): string {
  return tokens.map((token) => `/${escapePointer(String(token))}`).join('')
}

/** The value at a pointer, boxed so that `null` and absence differ. Throws on a pointer that is none. */
export function valueAt(document: unknown, pointer: string): { value: unknown } | undefined {
  let value = document
  for (const token of tokensOf(pointer)) {
    const next = childOf(value, token)
    if (next === undefined) return undefined
    value = next.value
  }
  return { value }
}

/**
 * The document after a patch (RFC 6902 add, replace, remove, test); the one given stays as it is. What no operation
 * touched is shared between the two, so that a patch of a large object costs little.
 */
export function applyPatch<T>(document: T, patch: JsonPatch): T {
  let state: unknown = document
  for (const op of patch) state = changed(state, tokensOf(op.path), op)
  return state as T
}

function changed(value: unknown, [token, ...rest]: readonly string[], op: JsonPatchOp): unknown {
  if (token === undefined) return atRoot(value, op)
  if (rest.length === 0) return inContainer(value, token, op)
  const child = childOf(value, token)
  if (child === undefined) throw new JsonPatchError('no-such-path', op.path)
  const after = changed(child.value, rest, op)
  return after === child.value ? value : withChild(value, token, after)
}

function atRoot(value: unknown, op: JsonPatchOp): unknown {
  if (op.op === 'remove') return undefined
  if (op.op !== 'test') return op.value
  if (!sameJson(value, op.value)) throw new JsonPatchError('test-failed', op.path)
  return value
}

function inContainer(parent: unknown, token: string, op: JsonPatchOp): unknown {
  if (op.op === 'add') return withAdded(parent, token, op.value, op.path)
  const current = childOf(parent, token)
  if (current === undefined) throw new JsonPatchError('no-such-path', op.path)
  if (op.op === 'test') {
    if (!sameJson(current.value, op.value)) throw new JsonPatchError('test-failed', op.path)
    return parent
  }
  return op.op === 'remove' ? withoutChild(parent, token) : withChild(parent, token, op.value)
}

function withAdded(parent: unknown, token: string, value: unknown, path: string): unknown {
  if (isObject(parent)) return withChild(parent, token, value)
  if (!Array.isArray(parent)) throw new JsonPatchError('no-such-path', path)
  const index = token === '-' ? parent.length : indexOf(token)
  if (index === undefined || index > parent.length) throw new JsonPatchError('no-such-path', path)
  return parent.toSpliced(index, 0, value)
}

/** A copy with one member set. Assignment would run the setter of `__proto__`. */
function withChild(parent: unknown, token: string, value: unknown): unknown {
  if (Array.isArray(parent)) return parent.with(Number(token), value)
  const copy = { ...(parent as JsonObject) }
  Object.defineProperty(copy, token, { value, writable: true, enumerable: true, configurable: true })
  return copy
}

function withoutChild(parent: unknown, token: string): unknown {
  if (Array.isArray(parent)) return parent.toSpliced(Number(token), 1)
  const copy = { ...(parent as JsonObject) }
  Reflect.deleteProperty(copy, token)
  return copy
}

function childOf(parent: unknown, token: string): { value: unknown } | undefined {
  if (Array.isArray(parent)) {
    const index = indexOf(token)
    return index !== undefined && index < parent.length ? { value: parent[index] as unknown } : undefined
  }
  return isObject(parent) && Object.hasOwn(parent, token) ? { value: parent[token] } : undefined
}

function indexOf(token: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(token) ? Number(token) : undefined
}

function tokensOf(pointer: string): string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) throw new JsonPatchError('bad-pointer', pointer)
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}
