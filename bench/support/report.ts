import type { Summary } from './statistics'

/** A Markdown table with its columns aligned. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map((row) => line(row))].join(
    '\n',
  )
}

/** Milliseconds, with a decimal below 10. */
export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
}

/** `p50 / p95` of milliseconds. */
export function middleAndTail({ p50, p95 }: Summary): string {
  return `${milliseconds(p50)} / ${milliseconds(p95)}`
}

/** Bytes in decimal kB or MB. */
export function bytes(value: number): string {
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(2)} MB`
}

/** Bytes in MiB. */
export function mebibytes(value: number): string {
  return `${(value / 1024 ** 2).toFixed(0)} MiB`
}

/** One quotient, such as `1.24×`. */
export function ratio(value: number, peer: number): string {
  return `${(value / peer).toFixed(2)}×`
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
