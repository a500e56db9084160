import { createHash } from 'node:crypto'
import { auditBodyText } from '../lib/domain/audit/body-text'
import { eventHash, genesisOf, type ChainPoint } from '../lib/domain/audit/chain'
import type { AuditBody, AuditEvent } from '../lib/domain/audit/event'
import { exportLine } from '../lib/domain/audit/export-lines'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
export const chainId = '5b0f8f2e-7c1d-4a58-9d53-0f6a1c2b3d4e'
export const genesis = genesisOf(chainId, sha256)

/** Names that break what is careless with quotes, lines, direction, prototypes, lengths. */
export const oddNames = [
  'Zoë "Z" O\'Hara',
  'two\nlines\r\n\ttab',
  '\u202egpj.exe\u2066',
  '👩‍🚀 🦜',
  '__proto__',
  'constructor',
  'a'.repeat(253),
  '\\"},{"seq":1',
  'e\u0301 and é',
  '\u2028\u2029\ufeff\u0001\u001f\u007f',
  '',
  '<b>&amp;</b>',
]

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new Error(`there is nothing at ${index}`)
  return item
}

/** Body of the event `seq` as Aviary writes it: intents and outcomes of moves by turns, with odd names. */
export function bodyOf(seq: number, changes: Partial<AuditBody> = {}): AuditBody {
  const name = at(oddNames, seq % oddNames.length)
  const isIntent = seq % 2 === 1
  const operation = `op-${Math.ceil(seq / 2)}`
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    namespace: 'shop',
    name: 'cart',
  }
  return {
    id: `e-${seq}`,
    time: new Date(Date.UTC(2026, 10, 20, 10, seq)).toISOString(),
    kind: isIntent ? 'intent' : 'outcome',
    action: 'set-weights',
    result: isIntent ? 'pending' : 'applied',
    actor: { issuer: 'https://id.example', subject: `u-${seq}`, name },
    service: { cluster: 'default', namespace: 'shop', name },
    operation,
    reason: name,
    before: {
      weights: Object.fromEntries([
        [name, 100],
        ['v2', 0],
      ]),
    },
    after: {
      weights: Object.fromEntries([
        [name, 90],
        ['v2', 10],
      ]),
    },
    detail: isIntent
      ? { diff: [{ verb: 'patch', object, patch: [] }] }
      : { writes: [{ verb: 'patch', object, auditId: `${operation}-1`, result: 'applied' }], revision: 'r' },
    ...changes,
  }
}

/** Events on top of a point, hashed with the code of lib, with the fields beside the body that the database has. */
export function link(bodies: readonly AuditBody[], from: ChainPoint = genesis): AuditEvent[] {
  const events: AuditEvent[] = []
  for (const fields of bodies) {
    const body = auditBodyText(fields, sha256)
    const last = events.at(-1)
    const seq = (last?.seq ?? from.seq) + 1
    const prevHash = last?.hash ?? from.hash
    const { chainId, epoch } = from
    const hash = eventHash({ chainId, epoch, seq, prevHash, body }, sha256)
    events.push({ ...(JSON.parse(body) as AuditBody), seq, epoch, prevHash, hash, body })
  }
  return events
}

/** The first `count` events of a chain. */
export const chainOf = (count: number, from: ChainPoint = genesis): AuditEvent[] =>
  link(
    Array.from({ length: count }, (_, index) => bodyOf(from.seq + index + 1)),
    from,
  )

/** The point after an event, from which others go on. */
export const pointAfter = ({ seq, epoch, hash }: AuditEvent): ChainPoint => ({ chainId, epoch, seq, hash })

/** Events from one on with new links and hashes, as somebody with the database can compute them. */
export function rehashed(events: readonly AuditEvent[], from: ChainPoint): AuditEvent[] {
  return link(
    events.map(
      ({ seq: _seq, epoch: _epoch, prevHash: _prevHash, hash: _hash, body }) => JSON.parse(body) as AuditBody,
    ),
    from,
  )
}

/** An export as the API gives it. */
export const exportOf = (events: readonly AuditEvent[], chain: string = chainId): string =>
  events.map((event) => exportLine(event, chain)).join('')
