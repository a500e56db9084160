import { z } from 'zod'

/** Queries that one tick of the graph may cost, whatever the number of namespaces and viewers. */
export const queriesPerTick = 12

/** How Prometheus is reached and what it costs; never an address or a credential. */
export const MetricsConnectionDto = z.object({
  configured: z.boolean(),
  ok: z.boolean(),
  detail: z.string().optional(),
  /** Seconds; null until seen. */
  scrapeInterval: z.number().nullable(),
  /** Seconds: the least window of rates, which holds several scrapes. */
  window: z.number(),
  /** Put into every selector of every query. */
  matchers: z.array(z.string()),
  /** Names of the telemetry that operators describe. */
  sources: z.array(z.string()),
  cost: z.object({
    /** Queries that a tick may have. */
    budget: z.number(),
    /** Of the last tick of the graph, each of its queries; milliseconds, and bytes of the answer. */
    tick: z.array(z.object({ part: z.string(), ms: z.number(), bytes: z.number(), ok: z.boolean() })),
    /** Of all queries of the last minute. */
    minute: z.object({ queries: z.number(), ms: z.number(), bytes: z.number(), failed: z.number() }),
  }),
})
export type MetricsConnectionDto = z.infer<typeof MetricsConnectionDto>
