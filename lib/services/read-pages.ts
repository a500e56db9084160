import type { Page, PageQuery } from '../domain/ports'

const pageSize = 500

/** All that a paged read finds, in its order. For what belongs to one thing, and is not without bounds. */
export async function readPages<T>(read: (page: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Page<T> = await read({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.items)
    cursor = page.next
  }
  return found
}
