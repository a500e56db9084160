/** A PromQL string in double quotes; inside, only backslash, quote and line ends need an escape (as in Go). */
export function quote(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`
}

/** Text that an RE2 pattern takes literally. */
export function escapePattern(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
