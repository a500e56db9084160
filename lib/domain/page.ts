/** One page of a list. */
export interface Page<T> {
  items: T[]
  /** Cursor of the next page; null at the end. */
  next: string | null
}

export interface PageQuery {
  limit: number
  cursor?: string
}
