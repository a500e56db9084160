/**
 * Text of a file under suspicion, safe to print: what could move a cursor, hide or turn text round is escaped, and so
 * are letters outside ASCII, which may only look like others.
 * @param {unknown} value
 */
export function show(value) {
  const text = String(value)
  const cut = text.length > 120 ? `${text.slice(0, 120)}…` : text
  return JSON.stringify(cut).replace(
    /[^ -~…]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
