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

/** The document after a patch (RFC 6902 add, replace, remove, test); the one given stays as it is. */
export function applyPatch<T>(document: T, patch: JsonPatch): T {
  const holder = { root: structuredClone(document) }
  for (const op of patch) applyOp(holder, op)
  return holder.root
}

function applyOp(holder: { root: unknown }, op: JsonPatchOp): void {
  const tokens = ['root', ...tokensOf(op.path)]
  const last = tokens.pop() ?? 'root'
  let parent: unknown = holder
  for (const token of tokens) {
    const next = childOf(parent, token)
    if (next === undefined) throw new JsonPatchError('no-such-path', op.path)
    parent = next.value
  }
  const current = childOf(parent, last)
  if (op.op === 'add') {
    insert(parent, last, structuredClone(op.value), op.path)
    return
  }
  if (current === undefined) throw new JsonPatchError('no-such-path', op.path)
  if (op.op === 'test') {
    if (!sameJson(current.value, op.value)) throw new JsonPatchError('test-failed', op.path)
  } else if (op.op === 'remove') {
    if (Array.isArray(parent)) parent.splice(Number(last), 1)
    else if (isObject(parent)) Reflect.deleteProperty(parent, last)
  } else if (Array.isArray(parent)) {
    parent[Number(last)] = structuredClone(op.value)
  } else if (isObject(parent)) {
    setOwn(parent, last, structuredClone(op.value))
  }
}

function insert(parent: unknown, token: string, value: unknown, path: string): void {
  if (Array.isArray(parent)) {
    const index = token === '-' ? parent.length : indexOf(token)
    if (index === undefined || index > parent.length) throw new JsonPatchError('no-such-path', path)
    parent.splice(index, 0, value)
  } else if (isObject(parent)) {
    setOwn(parent, token, value)
  } else {
    throw new JsonPatchError('no-such-path', path)
  }
}

/** Assignment would run the setter of `__proto__`. */
function setOwn(target: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
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
