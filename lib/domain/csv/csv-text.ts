export type CsvCell = string | number | null

/** Spreadsheets run a cell as a formula that begins so (OWASP, "CSV Injection"); full-width forms included. */
const runs = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u
const needsQuotes = /[",\r\n;\t]|^\s|\s$/

/**
 * Rows as CSV (RFC 4180, lines end in CRLF). Numbers are written plainly; a text that a spreadsheet would run as a
 * formula gets an apostrophe in front. Null is an empty cell.
 */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')
}

function cellText(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const safe = runs.test(cell) ? `'${cell}` : cell
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
