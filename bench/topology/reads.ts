import { gzipSync } from 'node:zlib'
import type { GraphDto } from '@/lib/contracts/topology'
import { paced } from '../support/paced'
import { summarise, type Summary } from '../support/statistics'
import type { Stage } from '../support/stage'

/** How one path answers: time at the client, from sending to the last byte. */
export interface Reading {
  times: Summary
  /** Bytes of one answer as it is, and as it comes when gzip is accepted. */
  plain: number
  wire: number
  compressed: boolean
  /** What gzip would make of it where the server does not. */
  gzip: number
}

const everyMs = 40

/** The whole graph, warm, asked for by all roles in turn; each role has rights, and so a graph, of its own. */
export function readTopology(stage: Stage): Promise<Reading> {
  return read(stage, () => '/topology?window=60s', 200)
}

/** The first full page of the services list. */
export function readServices(stage: Stage): Promise<Reading> {
  return read(stage, () => '/services?limit=500', 100)
}

/** The whole graph of windows that nobody asked for before, so that no samples are cached for them. */
export function readColdTopology(stage: Stage): Promise<Reading> {
  return read(stage, (index) => `/topology?window=${61 + index}s`, 20)
}

async function read(stage: Stage, path: (index: number) => string, n: number): Promise<Reading> {
  const { api } = stage
  const answers = await paced(n, everyMs, async (index) => {
    const role = api.roles[index % api.roles.length] ?? 'viewer'
    const { ms, bytes, compressed } = await api.expect(role, 'GET', path(index))
    return { ms, bytes, compressed }
  })
  const plain = await api.expect('viewer', 'GET', path(n), { gzip: false })
  return {
    times: summarise(answers.map(({ ms }) => ms)),
    plain: plain.bytes,
    wire: answers.at(-1)?.bytes ?? 0,
    gzip: gzipSync(JSON.stringify(plain.json)).length,
    compressed: answers.every(({ compressed }) => compressed),
  }
}

export interface GraphSize {
  nodes: number
  edges: number
}

export async function graphSize(stage: Stage): Promise<GraphSize> {
  const { json } = await stage.api.expect<GraphDto>('viewer', 'GET', '/topology?window=60s')
  return {
    nodes: json.nodes.length,
    edges: json.edges.length,
  }
}
