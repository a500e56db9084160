import type { Series } from '../prometheus/answer'

/** Values of every service, oldest first, by `namespace/name`; what is not a number is left out. */
export function ratesByService(series: readonly Series[]): Map<string, number[]> {
  return new Map(
    series.map(({ labels, points }) => [
      `${labels.destination_service_namespace ?? ''}/${labels.destination_service_name ?? ''}`,
      points.map(({ value }) => value).filter(Number.isFinite),
    ]),
  )
}
