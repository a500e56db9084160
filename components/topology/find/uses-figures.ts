import type { Query } from './query'

const measured = new Set(['average', 'p50', 'p95', 'p99', 'throughput'])

/** Whether an expression compares what is measured for edges on screen only. */
export function usesFigures(query: Query): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.some(usesFigures)
    case 'not':
      return usesFigures(query.part)
    case 'text':
      return false
    case 'term':
      return measured.has(query.field)
  }
}
