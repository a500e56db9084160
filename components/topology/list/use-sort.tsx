'use client'
import { useState, type ReactNode } from 'react'
import { Th } from '@/components/ui/table'

export interface Column<Row> {
  name: string
  numeric?: boolean
  /** What rows are ordered by; a column without it can't be sorted by. */
  value?: (row: Row) => string | number | null
}
interface Sorting {
  name: string
  down: boolean
}

const inOrder = new Intl.Collator('en', { numeric: true })

/** Rows in the order of one column, those without a value last. */
export function sorted<Row>(rows: readonly Row[], column: Column<Row> | undefined, down: boolean): Row[] {
  const value = column?.value
  if (value === undefined) return [...rows]
  return rows.toSorted((a, b) => {
    const [one, other] = [value(a), value(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    const order =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : inOrder.compare(String(one), String(other))
    return down ? -order : order
  })
}

/** Rows, and the headings that order them. Without a chosen column they stay as they came. */
export function useSort<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): { rows: Row[]; head: ReactNode } {
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const by = columns.find(({ name }) => name === sorting?.name)
  const press = ({ name, numeric }: Column<Row>) =>
    setSorting((present) =>
      present?.name !== name
        ? { name, down: numeric === true }
        : present.down === (numeric === true)
          ? { name, down: !present.down }
          : null,
    )
  const head = columns.map((column) => {
    const on = sorting !== null && column.name === sorting.name
    return (
      <Th
        key={column.name}
        numeric={column.numeric ?? false}
        aria-sort={
          on ? (sorting.down ? 'descending' : 'ascending') : column.value === undefined ? undefined : 'none'
        }
      >
        {column.value === undefined ? (
          column.name
        ) : (
          <button type="button" className="font-medium hover:text-text" onClick={() => press(column)}>
            {column.name}
            <span aria-hidden className="ml-1 inline-block w-2">
              {on ? (sorting.down ? '↓' : '↑') : ''}
            </span>
          </button>
        )}
      </Th>
    )
  })
  return { rows: sorted(rows, by, sorting?.down ?? false), head }
}
