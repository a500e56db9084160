import type { MetricsCost } from '@/lib/domain/ports'

/** One query as it went; `part` names what it is of a tick of the graph. */
export interface QueryCost {
  part?: string | undefined
  /** Milliseconds from sending to the last byte of the answer. */
  ms: number
  /** Of the answer's body. */
  bytes: number
  ok: boolean
}

export interface CostMeter {
  record(query: QueryCost): void
  /** Of the last tick of the graph, and of the last minute. */
  read(): MetricsCost
}

const minuteMs = 60_000
/** Parts that were not asked for since then belong to no tick that still runs. */
const tickMs = 2 * minuteMs

/**
 * What queries cost, kept for a minute in slots of a second, so that it stays small however many are sent. `now` is Unix
 * milliseconds.
 */
export function createCostMeter(now: () => number): CostMeter {
  const slots = new Map<number, MetricsCost['minute']>()
  const parts = new Map<string, QueryCost & { part: string; at: number }>()

  const forget = (at: number): void => {
    for (const second of slots.keys()) if (second * 1000 <= at - minuteMs) slots.delete(second)
    const newest = Math.max(...[...parts.values()].map((query) => query.at))
    for (const [part, query] of parts) if (query.at < newest - tickMs) parts.delete(part)
  }

  return {
    record({ part, ms, bytes, ok }) {
      const at = now()
      const second = Math.floor(at / 1000)
      const slot = slots.get(second) ?? { queries: 0, ms: 0, bytes: 0, failed: 0 }
      slots.set(second, slot)
      slot.queries += 1
      slot.ms += ms
      slot.bytes += bytes
      slot.failed += ok ? 0 : 1
      if (part !== undefined) parts.set(part, { part, ms, bytes, ok, at })
      forget(at)
    },
    read() {
      forget(now())
      const minute = { queries: 0, ms: 0, bytes: 0, failed: 0 }
      for (const slot of slots.values()) {
        minute.queries += slot.queries
        minute.ms += slot.ms
        minute.bytes += slot.bytes
        minute.failed += slot.failed
      }
      return {
        tick: [...parts.values()].map(({ part, ms, bytes, ok }) => ({ part, ms: round(ms), bytes, ok })),
        minute: { ...minute, ms: round(minute.ms) },
      }
    },
  }
}

const round = (ms: number): number => Math.round(ms * 10) / 10
