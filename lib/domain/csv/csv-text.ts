export type CsvCell = string | number | null

/** Spreadsheets run a cell as a formula that begins so (OWASP, "CSV Injection"); full-width forms included. */
const runs = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u
/** Where spreadsheets of other countries, which do not part cells by commas, begin another cell in the middle of one. */
const runsInside = /([;\t\r\n]\s*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu
const needsQuotes = /[",\r\n;\t]|^\s|\s$/

/**
 * Rows as CSV (RFC 4180, lines end in CRLF). Numbers are written plainly; a text that a spreadsheet would run as a
 * formula gets an apostrophe in front, and one inside where it would begin another cell. Null is an empty cell.
 */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')
}

function cellText(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const inside = cell.replace(runsInside, "$1'")
  const safe = runs.test(cell) ? `'${inside}` : inside
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
