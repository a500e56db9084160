import { z } from 'zod'
import { DomainError } from '../domain/errors'

const Position = z.tuple([z.iso.datetime(), z.string()])

/** A place in a list that is sorted by time and id, as an opaque text. */
export function writeCursor(time: Date, id: string): string {
  return Buffer.from(JSON.stringify([time.toISOString(), id])).toString('base64url')
}

/** Throws `malformed` for a text that `writeCursor` did not make. */
export function readCursor(cursor: string): { time: Date; id: string } {
  try {
    const [time, id] = Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { time: new Date(time), id }
  } catch (cause) {
    throw badCursor(cause)
  }
}

export function badCursor(cause?: unknown): DomainError {
  return new DomainError('malformed', 'The cursor is not one that this list gave out.', {}, { cause })
}

/** The answer of a list for which one row more than the limit was read. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(toItem), next: last && rows.length > limit ? cursorOf(last) : null }
}
