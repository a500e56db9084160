import type { ServiceMetricsDto } from '@/lib/contracts/services'

type Version = ServiceMetricsDto['versions'][number]

/** A moment of 2026-01-01, so many seconds after 10:00 UTC. */
export const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 10, 0, second)).toISOString()

/** A version with a rate and nothing else. */
export const versionOf = (version: string, rate: [second: number, value: number | null][]): Version => ({
  version,
  rate: rate.map(([second, value]) => ({ at: at(second), value })),
  successShare: [],
  p50: [],
  p95: [],
  p99: [],
})

/** A minute of metrics of no versions. */
export const metricsOf = (given: Partial<ServiceMetricsDto> = {}): ServiceMetricsDto => ({
  window: 60,
  step: 10,
  from: at(0),
  to: at(60),
  source: 'istio',
  versions: [],
  saturation: { versions: [] },
  annotations: [],
  ...given,
})
