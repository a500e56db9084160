import type { ContainerBounds, VersionSaturation } from '@/lib/domain/topology/saturation'
import type { Series } from './prometheus/answer'

export type BoundName = Exclude<keyof ContainerBounds, 'name'>

/** What one container used, of a pod that is known to be of a version. */
export interface ContainerSeries {
  version: string
  pod: string
  container: string
  points: Series['points']
}

interface Measured {
  versions: readonly string[]
  cpu: readonly ContainerSeries[]
  memory: readonly ContainerSeries[]
  /** Bounds over time, by pod and container. */
  stated: readonly { name: BoundName; series: readonly Series[] }[]
  /** Bounds as a spec writes them, for the moments at which none is stated. */
  written: (version: string, pod: string, container: string) => ContainerBounds | undefined
}

type Bound = (use: ContainerSeries, time: number) => number | undefined

/**
 * Percent used by each version: used by the containers that have the bound, over the sum of their bounds. Containers
 * without it are left out on both sides.
 */
export function saturationOf({ versions, cpu, memory, stated, written }: Measured): VersionSaturation[] {
  const times = [...new Set([...cpu, ...memory].flatMap(({ points }) => points.map(({ time }) => time)))]
  times.sort((a, b) => a - b)
  const known = new Map(stated.map(({ name, series }) => [name, boundsByTime(series)]))
  const bound =
    (name: BoundName): Bound =>
    ({ version, pod, container }, time) =>
      known.get(name)?.get(`${pod}/${container}`)?.get(time) ?? written(version, pod, container)?.[name]
  return versions.map((version) => {
    const own = (series: readonly ContainerSeries[]) => series.filter((each) => each.version === version)
    const ofLimit = percents(own(cpu), bound('cpuLimit'))
    const ofRequest = ofLimit.size > 0 ? ofLimit : percents(own(cpu), bound('cpuRequest'))
    const ofMemory = percents(own(memory), bound('memoryLimit'))
    return {
      version,
      cpuOf: ofLimit.size > 0 ? 'limit' : ofRequest.size > 0 ? 'request' : null,
      cpu: pointsOf(times, ofRequest),
      memoryOf: ofMemory.size > 0 ? 'limit' : null,
      memory: pointsOf(times, ofMemory),
    }
  })
}

function boundsByTime(series: readonly Series[]): Map<string, Map<number, number>> {
  return new Map(
    series.map(({ labels: { pod = '', container = '' }, points }) => [
      `${pod}/${container}`,
      new Map(points.map(({ time, value }) => [time, value])),
    ]),
  )
}

function percents(series: readonly ContainerSeries[], bound: Bound): Map<number, number> {
  const sums = new Map<number, { used: number; bound: number }>()
  for (const use of series) {
    for (const { time, value } of use.points) {
      const most = bound(use, time)
      if (most === undefined || !(most > 0) || !Number.isFinite(value)) continue
      const sum = sums.get(time) ?? { used: 0, bound: 0 }
      sums.set(time, { used: sum.used + value, bound: sum.bound + most })
    }
  }
  return new Map([...sums].map(([time, sum]) => [time, (100 * sum.used) / sum.bound]))
}

function pointsOf(times: readonly number[], values: ReadonlyMap<number, number>) {
  return times.map((time) => ({ at: new Date(time).toISOString(), value: values.get(time) ?? null }))
}
