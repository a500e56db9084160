import { bytes, mebibytes, middleAndTail, milliseconds, ratio } from '../support/report'
import type { Deltas } from './deltas'
import type { Figures } from './figures'
import type { Floor } from './floor'
import type { QueryCount } from './query-count'
import type { GraphSize, Reading } from './reads'
import type { Crowd } from './viewers'

/** Everything measured on one stage. */
export interface Measured {
  services: number
  /** The machine's load around it. */
  machine: string
  size: GraphSize
  idle: QueryCount
  topology: Reading
  list: Reading
  cold: Reading
  floor: Floor
  figures: Figures
  deltas: Deltas
  crowd: Crowd
}

export const columns = (results: readonly Measured[]): string[] => [
  'what',
  ...results.map(({ services }) => `${services} services`),
]

type Row = readonly [string, (measured: Measured) => string]

const rows: readonly Row[] = [
  ['graph: nodes, edges', ({ size }) => `${size.nodes}, ${size.edges}`],
  ['GET /topology warm, six people in turn, p50 / p95', ({ topology }) => timesOf(topology)],
  ['… bytes plain, over the wire', ({ topology }) => sizesOf(topology)],
  ['GET /services, first 500, p50 / p95', ({ list }) => timesOf(list)],
  ['… bytes plain, over the wire', ({ list }) => sizesOf(list)],
  ['GET /topology cold, p50 / p95', ({ cold }) => timesOf(cold)],
  [
    'slowest single query, p50 / p95',
    ({ floor }) => `${middleAndTail(floor.slowest)} (${floor.slowest.part})`,
  ],
  ['… bytes of its answer', ({ floor }) => bytes(floor.slowest.bytes)],
  ['its queries sent at once, p50 / p95', ({ floor }) => middleAndTail(floor.together)],
  ['cold ÷ slowest query, p50', ({ cold, floor }) => ratio(cold.times.p50, floor.slowest.p50)],
  ['cold ÷ its queries at once, p50', ({ cold, floor }) => ratio(cold.times.p50, floor.together.p50)],
  [
    'latencies and throughput of what is on screen: edges, with latency',
    ({ figures }) => `${figures.edges}, ${figures.withLatency}`,
  ],
  ['… cold, p50 / p95', ({ figures }) => `${middleAndTail(figures.cold)} (${figures.queries} queries)`],
  ['… the slowest of its queries, p50 / p95', ({ figures }) => middleAndTail(figures.slowest)],
  ['… cold ÷ slowest query, p50', ({ figures }) => ratio(figures.cold.p50, figures.slowest.p50)],
  [
    'delta of everything, plain, p50 / p95; the whole graph',
    ({ deltas }) => `${bytes(deltas.bytes.p50)} / ${bytes(deltas.bytes.p95)}; ${bytes(deltas.whole)}`,
  ],
  [
    '… frames, of them whole without need',
    ({ deltas }) => `${deltas.frames} in ${deltas.seconds.toFixed(0)} s, ${deltas.wholeFrames}`,
  ],
  ['… from the window’s end to the reader, p50 / p95', ({ deltas }) => middleAndTail(deltas.age)],
  ['… put onto the graph, p50 / p95', ({ deltas }) => middleAndTail(deltas.apply)],
  ['Prometheus queries a graph', ({ floor }) => String(floor.queries)],
  ['… a scrape, one viewer', ({ idle }) => perTick(idle)],
  ['… a scrape, 50 viewers of many namespaces', ({ crowd }) => perTick(crowd.queries)],
  ['GET /topology among 50 viewers, p50 / p95', ({ crowd }) => middleAndTail(crowd.topology)],
  ['… worst', ({ crowd }) => milliseconds(crowd.topology.max)],
  ['… reads that failed, by status', ({ crowd }) => failuresOf(crowd)],
  [
    'RSS before, with 50 viewers',
    ({ crowd }) => `${mebibytes(crowd.before.rss)}, ${mebibytes(crowd.after.rss)}`,
  ],
  ['… highest ever', ({ crowd }) => mebibytes(crowd.after.peak)],
  ['machine', ({ machine }) => machine],
]

export const rowsOf = (results: readonly Measured[]): string[][] =>
  rows.map(([what, figure]) => [what, ...results.map(figure)])

const timesOf = ({ times }: Reading) => `${middleAndTail(times)} (n=${times.n})`
const sizesOf = ({ plain, wire, compressed, gzip }: Reading) =>
  compressed
    ? `${bytes(plain)}, ${bytes(wire)} gzip`
    : `${bytes(plain)}, ${bytes(wire)} (not compressed; gzip makes ${bytes(gzip)})`
const failuresOf = ({ failed }: Crowd) =>
  Object.entries(failed)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ') || 'none'
const perTick = ({ perTick: each, queries, seconds }: QueryCount) =>
  `${each.toFixed(1)} (${queries} in ${seconds.toFixed(0)} s)`

/** The peer, as given to this project; it was measured elsewhere and is not measured again here. */
export const kiali = `Kiali, as given in the project's anchors: measured elsewhere, on a machine of the same kind (two cores), with a real
Prometheus and synthetic Istio series in 1, 4 and 20 namespaces; here it is the sandbox's Prometheus and 20 namespaces.

| services | warm p50/p95, one browser session | cold p50/p95, no latencies | queries | JSON (compressed) | services list | memory | one query for all |
| -------- | --------------------------------- | -------------------------- | ------- | ----------------- | ------------- | ------ | ----------------- |
| 50       | 12 / 16 ms                        | 155 / 187 ms               | 6       | 0.62 MB (52 kB)   | 9 ms          | 118 MB | 14 ms             |
| 200      | 57 / 88 ms                        | 672 / 804 ms               | 24      | 2.5 MB (212 kB)   | 90 ms         | 174 MB | 105 ms            |
| 1,000    | 308 / 394 ms                      | 3.97 / 5.6 s               | 120     | 12.5 MB (1.1 MB)  | 2.2 s         | 458 MB | 405 ms            |
`
