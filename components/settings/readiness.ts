import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'

const Readiness = z.object({
  status: z.string(),
  dependencies: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
})
export type Readiness = z.infer<typeof Readiness>

/** `/readyz`: each dependency and its state. It answers 503 with the same body while something is missing. */
export function readinessQuery() {
  return queryOptions({
    queryKey: ['readiness'],
    queryFn: async ({ signal }) => {
      const response = await fetch('/readyz', { signal, cache: 'no-store' })
      return Readiness.parse(await response.json())
    },
    refetchInterval: 15_000,
  })
}
