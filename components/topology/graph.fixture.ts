import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'

/** A node for tests; `parent` makes it a version of that service. */
export function node(id: string, more: Partial<GraphNodeDto> = {}): GraphNodeDto {
  const kind = more.kind ?? (more.parent === undefined ? 'service' : 'version')
  return {
    id,
    kind,
    cluster: 'c',
    namespace: 'shop',
    name: more.parent ?? id,
    badges: [],
    health: { state: 'ok', reason: '' },
    in: { rate: 10, errorShare: 0 },
    out: { rate: 10, errorShare: 0 },
    ...(kind === 'version' ? { version: id.split('/').at(-1) } : {}),
    ...more,
  }
}

/** An edge for tests, called `from>to`. */
export function edge(from: string, to: string, more: Partial<GraphEdgeDto> = {}): GraphEdgeDto {
  return {
    id: `${from}>${to}`,
    from,
    to,
    protocol: 'http',
    rate: 10,
    share: 100,
    errorShare: 0,
    codes: [],
    ...more,
  }
}

/** A gateway, checkout with two versions, payments with one, and a database. */
export function shop() {
  return {
    nodes: [
      node('gateway', { kind: 'gateway' }),
      node('checkout'),
      node('checkout/v1', { parent: 'checkout' }),
      node('checkout/v2', { parent: 'checkout' }),
      node('payments'),
      node('payments/v4', { parent: 'payments' }),
      node('db', { kind: 'external' }),
    ],
    edges: [
      edge('gateway', 'checkout', { rate: 150 }),
      edge('checkout', 'checkout/v1', { rate: 135, share: 90.2, desiredShare: 90 }),
      edge('checkout', 'checkout/v2', { rate: 15, share: 9.8, desiredShare: 10 }),
      edge('checkout/v1', 'payments', { rate: 60 }),
      edge('payments', 'payments/v4', { rate: 60 }),
      edge('payments/v4', 'db', { protocol: 'tcp', rate: 0, bytesRate: 1_200_000, errorShare: null }),
    ],
  }
}
