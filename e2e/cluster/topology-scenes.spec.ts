import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { EdgeWanted } from '@/lib/domain/topology/traffic'
import { edgeFigures } from '@/lib/domain/topology/edge-figures'
import { partsOfEdges, wantedOf } from '@/lib/domain/topology/wanted-edges'
import { compareScene } from '@/lib/metrics/golden/compare-scene.fixture'
import { graphOfScene, snapshotOfScene } from '@/lib/metrics/golden/scene-graph.fixture'
import type { Scene } from '@/lib/metrics/golden/scene.fixture'
import { scenes } from '@/lib/metrics/golden/scenes.fixture'
import { timed } from '@/lib/metrics/golden/timed.fixture'
import { createMetrics } from '@/lib/metrics/metrics-source'
import { exposeText } from '@/sandbox/traffic/expose-text'
import { startPrometheus } from './prometheus.mjs'

/** A counter grows by its rate at every scrape, a second apart, however late the scrape is. */
const scrapeSeconds = 1
const window = 10
/** Samples that cover the window, and one more. */
const samplesNeeded = window / scrapeSeconds + 2

/** Scrapes keep their second but for some milliseconds; a late one moves a rate over ten of them by a tenth at most. */
const tolerance = { rate: 0.1, points: 0.01 }

/** A metric that grows by nothing: what scrapes are told by, in scenes of tcp alone. */
const heartbeat = { metric: 'istio_requests_total', labels: { reporter: 'source' }, perSecond: 0 }
const scrapedScenes: readonly Scene[] = [...scenes, timed]

let prometheus: Awaited<ReturnType<typeof start>> | undefined

/** One Prometheus that scrapes every scene as a job of its own, and records Aviary's rules. */
async function start() {
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    const scene = scrapedScenes.find((one) => one.name === name)
    const count = (counts.get(name) ?? 1_000) + 1
    counts.set(name, count)
    const samples = [heartbeat, ...(scene?.series ?? [])].map(({ metric, labels, perSecond }) => ({
      name: metric,
      labels,
      value: count * perSecond * scrapeSeconds,
    }))
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(exposeText(samples))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dir = await mkdtemp(path.join(os.tmpdir(), 'aviary-scenes-'))
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const rules = path.join(dir, 'rules.yaml')
  const shipped = await readFile(path.resolve('deploy/prometheus/aviary-rules.yaml'), 'utf8')
  await writeFile(rules, shipped.replace('interval: 15s', 'interval: 1s'))
  const { url, stop } = await startPrometheus({
    dir,
    scrape: scrapedScenes.map(({ name }) => ({
      job: name,
      targets: [target],
      interval: `${scrapeSeconds}s`,
      path: `/${name}`,
    })),
    rules: [rules],
  })
  return {
    url,
    scrapesOf: (name: string) => (counts.get(name) ?? 1_000) - 1_000,
    stop: async () => {
      await stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(dir, { recursive: true })
    },
  }
}

function metricsOf(job?: string) {
  const matchers = job === undefined ? [] : [{ label: 'job', op: '=' as const, value: job }]
  const metrics = createMetrics({ url: prometheus?.url ?? '', matchers })
  onTestFinished(() => metrics.close())
  return metrics
}

beforeAll(async () => {
  prometheus = await start()
  const { scrapesOf } = prometheus
  await vi.waitFor(
    () => {
      for (const { name } of scrapedScenes) expect(scrapesOf(name)).toBeGreaterThan(samplesNeeded)
    },
    { timeout: 60_000, interval: 500 },
  )
})

afterAll(async () => {
  await prometheus?.stop()
})

test.each(scenes.map((scene) => [scene.name, scene] as const))(
  '%s: as from exact samples',
  async (name, scene) => {
    const snapshot = await metricsOf(name).traffic(window)
    expect(snapshot).toMatchObject({ window, partial: false, stale: false })
    const graph = graphOfScene(scene, snapshot)
    compareScene(graph, scene, tolerance)
    const exact = graphOfScene(scene, await snapshotOfScene(scene))
    const shape = ({ nodes, edges }: typeof graph) => ({
      nodes: nodes.map(({ id }) => id).sort(),
      edges: edges
        .map(({ id, share, errorShare, mtlsShare, desiredShare, mirrored }) => ({
          id,
          mirrored,
          desiredShare,
          shares: [share, errorShare, mtlsShare].map((percent) => percent?.toFixed(1)),
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    })
    expect(shape(graph)).toEqual(shape(exact))
  },
)

/** Everything that the scene shows, as what is on screen. */
async function wantedOfTimed(): Promise<EdgeWanted[]> {
  const { rows } = await snapshotOfScene(timed)
  const parts = partsOfEdges(rows, timed.clusters, 'versioned-app')
  return wantedOf(parts.keys(), parts)
}

test('figures are the same from counters and from the recording rules', async () => {
  const wanted = await wantedOfTimed()
  const figuresFrom = async (job?: string) =>
    edgeFigures(await metricsOf(job).figures(60, wanted), timed.clusters, 'versioned-app')
  // Nothing but the rules is without a job, so a matcher of the job leads past them.
  const [counters, rules] = await Promise.all([figuresFrom(timed.name), figuresFrom()])
  expect([...rules.keys()].sort()).toEqual([...counters.keys()].sort())
  expect(counters.size).toBeGreaterThan(0)
  for (const [id, own] of counters) {
    const recorded = rules.get(id)
    expect(recorded?.latency, id).toEqual(own.latency)
    expect((recorded?.average ?? 0) / (own.average ?? Number.NaN), id).toBeCloseTo(1, 1)
    // A window of a minute that is not full yet grows by a tenth from one second to the next.
    const ratio = (recorded?.requestBytesRate ?? 0) / (own.requestBytesRate ?? Number.NaN)
    expect(Math.abs(ratio - 1), id).toBeLessThan(0.3)
  }
})
