import type { Series } from '../prometheus/answer'

/** Values of every service, oldest first, by `namespace/name`. */
export function ratesByService(series: readonly Series[]): Map<string, number[]> {
  return new Map(
    series.map((one) => [
      `${one.labels.destination_service_namespace ?? ''}/${one.labels.destination_service_name ?? ''}`,
      valuesOf(one),
    ]),
  )
}

/** Oldest first; what is not a number is left out. */
export function valuesOf({ points }: Series): number[] {
  return points.map(({ value }) => value).filter(Number.isFinite)
}
