import type { JsonPatch } from '../kube'

/**
 * A JSON Patch as text that the API server's `test` takes: it compares texts, and Go's encoder has written `&`, `<`, `>`
 * and two line ends of its own document as escapes (encoding/json, HTMLEscape).
 */
export function patchText(patch: JsonPatch): string {
  return JSON.stringify(patch).replace(
    /[&<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
