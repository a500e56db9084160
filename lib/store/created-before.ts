import { readCursor } from './cursor'

/** A filter for what comes after a cursor in a list that is sorted by `createdAt` and id, newest first. */
export function createdBefore(cursor: string) {
  const { time, id } = readCursor(cursor)
  return { OR: [{ createdAt: { lt: time } }, { createdAt: time, id: { lt: id } }] }
}
