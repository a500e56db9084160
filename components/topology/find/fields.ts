export type Unit = 'percent' | 'milliseconds' | 'rate' | 'bytes'

export interface Field {
  name: string
  /** Other names by which it may be called. */
  aliases?: readonly string[]
  about: string
  /** What it holds: words, one of a few words, or a figure. */
  holds: 'words' | 'choice' | 'figure'
  /** All values of a choice. */
  choices?: readonly string[]
  unit?: Unit
  /** Whether nodes, edges or both have it. Edges answer for the fields of nodes by the node that they lead to. */
  of: 'nodes' | 'edges' | 'both'
  example: string
}

/** All fields of the language, in the order in which they are offered. */
export const fields: readonly Field[] = [
  { name: 'ns', aliases: ['namespace'], about: 'namespace', holds: 'words', of: 'nodes', example: 'ns:shop' },
  { name: 'service', about: 'name of the service', holds: 'words', of: 'nodes', example: 'service:checkout' },
  { name: 'app', about: 'name of the app', holds: 'words', of: 'nodes', example: 'app:checkout' },
  { name: 'version', about: 'version', holds: 'words', of: 'nodes', example: 'version:v2' },
  {
    name: 'workload',
    about: 'name of the workload',
    holds: 'words',
    of: 'nodes',
    example: 'workload:cart-*',
  },
  { name: 'cluster', about: 'cluster', holds: 'words', of: 'nodes', example: 'cluster:eu-west' },
  { name: 'name', about: 'any name of a node', holds: 'words', of: 'nodes', example: 'name~pay' },
  {
    name: 'kind',
    about: 'what a node is',
    holds: 'choice',
    choices: ['service', 'app', 'version', 'workload', 'external', 'gateway', 'unknown', 'hidden'],
    of: 'nodes',
    example: 'kind:gateway',
  },
  { name: 'badge', about: 'a badge of a node', holds: 'words', of: 'nodes', example: 'badge:mirror' },
  {
    name: 'health',
    about: 'state of health',
    holds: 'choice',
    choices: ['ok', 'degraded', 'failing', 'unknown'],
    of: 'both',
    example: 'health:failing',
  },
  {
    name: 'is',
    about: 'idle, external, canary, stable, in a release, a mirror, a node or an edge',
    holds: 'choice',
    choices: ['idle', 'external', 'canary', 'stable', 'released', 'mirror', 'node', 'edge'],
    of: 'both',
    example: 'is:canary',
  },
  { name: 'rps', about: 'requests a second', holds: 'figure', unit: 'rate', of: 'both', example: 'rps>10' },
  {
    name: 'errors',
    about: 'share of errors',
    holds: 'figure',
    unit: 'percent',
    of: 'both',
    example: 'errors>1%',
  },
  {
    name: 'share',
    about: 'observed share of what leaves the caller',
    holds: 'figure',
    unit: 'percent',
    of: 'edges',
    example: 'share<5%',
  },
  {
    name: 'average',
    aliases: ['avg'],
    about: 'average response time',
    holds: 'figure',
    unit: 'milliseconds',
    of: 'edges',
    example: 'average>50ms',
  },
  { name: 'p50', about: 'median', holds: 'figure', unit: 'milliseconds', of: 'edges', example: 'p50>50ms' },
  {
    name: 'p95',
    about: '95 % answer within',
    holds: 'figure',
    unit: 'milliseconds',
    of: 'edges',
    example: 'p95>200ms',
  },
  {
    name: 'p99',
    about: '99 % answer within',
    holds: 'figure',
    unit: 'milliseconds',
    of: 'edges',
    example: 'p99>1s',
  },
  {
    name: 'throughput',
    about: 'bytes a second, both ways',
    holds: 'figure',
    unit: 'bytes',
    of: 'edges',
    example: 'throughput>1MB',
  },
  {
    name: 'mtls',
    about: 'share under mTLS',
    holds: 'figure',
    unit: 'percent',
    of: 'edges',
    example: 'mtls<100%',
  },
  {
    name: 'protocol',
    about: 'protocol',
    holds: 'choice',
    choices: ['http', 'grpc', 'tcp'],
    of: 'edges',
    example: 'protocol:grpc',
  },
  { name: 'code', about: 'a response code', holds: 'words', of: 'edges', example: 'code:503' },
  { name: 'flag', about: 'a response flag', holds: 'words', of: 'edges', example: 'flag:UH' },
  { name: 'from', about: 'the caller', holds: 'words', of: 'edges', example: 'from:frontend' },
  { name: 'to', about: 'the callee', holds: 'words', of: 'edges', example: 'to:checkout' },
]

const byName = new Map(
  fields.flatMap((field) => [field.name, ...(field.aliases ?? [])].map((name) => [name, field] as const)),
)

/** The field of that name, in any case; undefined when there is none. */
export function fieldOf(name: string): Field | undefined {
  return byName.get(name.toLowerCase())
}
