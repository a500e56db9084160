import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { auditBodyText } from './body-text'
import { eventHash, genesisOf } from './chain'
import type { AuditEvent } from './event'
import { verifyChain } from './verify-chain'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const genesis = genesisOf('00000000-0000-4000-8000-000000000001', sha256)

function chainOf(count: number, from = genesis): AuditEvent[] {
  const events: AuditEvent[] = []
  for (let seq = from.seq + 1; seq <= count; seq += 1) {
    const fields = {
      id: `e-${seq}`,
      time: '2026-11-20T10:00:00.000Z',
      kind: 'intent' as const,
      action: 'set-weights',
      result: 'pending',
      actor: { issuer: 'i', subject: 's', name: 'n' },
      service: { cluster: 'c', namespace: 'n', name: 's' },
      after: { v1: 90, v2: 10 },
    }
    const body = auditBodyText(fields, sha256)
    const prevHash = events.at(-1)?.hash ?? from.hash
    const link = { chainId: from.chainId, epoch: from.epoch, seq, prevHash, body }
    events.push({ ...fields, seq, epoch: from.epoch, prevHash, body, hash: eventHash(link, sha256) })
  }
  return events
}

async function verify(events: AuditEvent[], head?: { seq: number; hash: string }) {
  return await verifyChain(
    (async function* () {
      yield* events
    })(),
    { genesis, sha256, ...(head && { head }) },
  )
}

function at(events: AuditEvent[], index: number): AuditEvent {
  const event = events[index]
  if (!event) throw new Error('no such event')
  return event
}

describe('verifyChain', () => {
  const events = chainOf(5)
  const end = { seq: 5, hash: at(events, 4).hash }

  test('finds a whole chain good, and an empty one', async () => {
    expect(await verify(events, end)).toEqual({ ok: true, events: 5, head: end })
    expect(await verify([])).toEqual({ ok: true, events: 0, head: { seq: 0, hash: genesis.hash } })
  })

  test('goes on from any point known to be good', async () => {
    const start = { ...genesis, seq: 3, hash: at(events, 2).hash }
    const rest = (async function* () {
      yield* events.slice(3)
    })()
    expect(await verifyChain(rest, { genesis: start, sha256 })).toEqual({ ok: true, events: 2, head: end })
  })

  const third = at(events, 2)
  const swapped = [third, at(events, 3)].map((event, index) => ({
    ...event,
    body: at(events, 3 - index).body,
  }))
  const forgedBody = '{"b":1, "a":2}'
  const forged = { ...third, body: forgedBody }
  forged.hash = eventHash({ ...forged, chainId: genesis.chainId }, sha256)
  test.each<[string, AuditEvent[], string, number]>([
    ['an edited body', events.with(2, { ...third, body: third.body.replace('90', '91') }), 'hash', 3],
    ['an edited hash', events.with(2, { ...third, hash: 'a'.repeat(64) }), 'hash', 3],
    ['an edited link', events.with(2, { ...third, prevHash: 'a'.repeat(64) }), 'link', 3],
    ['an event taken out', events.toSpliced(2, 1), 'gap', 3],
    ['an event put in twice', events.toSpliced(2, 0, at(events, 1)), 'gap', 3],
    ['bodies swapped', [...events.slice(0, 2), ...swapped, at(events, 4)], 'hash', 3],
    ['the order swapped', events.with(2, at(events, 3)).with(3, third), 'gap', 3],
    ['hashes that are none', events.with(2, { ...third, hash: 'x' }), 'malformed', 3],
    ['a body that is not canonical, with its right hash', events.with(2, forged), 'malformed', 3],
    ['an edited action', events.with(2, { ...third, action: 'abort' }), 'columns', 3],
    ['an edited time', events.with(2, { ...third, time: '2026-11-20T10:00:01.000Z' }), 'columns', 3],
    [
      'an edited service',
      events.with(2, { ...third, service: { cluster: 'c', namespace: 'n', name: 'x' } }),
      'columns',
      3,
    ],
    ['a release added', events.with(2, { ...third, release: 'r' }), 'columns', 3],
    ['an edited image', events.with(2, { ...third, after: { v1: 0.5 } }), 'columns', 3],
    ['another chain', chainOf(5, genesisOf('00000000-0000-4000-8000-000000000002', sha256)), 'link', 1],
  ])('finds %s', async (_name, tampered, kind, seq) => {
    const result = await verify(tampered)
    expect(result).toMatchObject({
      ok: false,
      events: seq - 1,
      firstBad: { seq, kind },
      head: { seq: seq - 1 },
    })
  })

  test('a known head shows a tail that was cut off, and a suffix whose hashes were computed anew', async () => {
    expect(await verify(events.slice(0, 3))).toMatchObject({ ok: true })
    expect(await verify(events.slice(0, 3), end)).toMatchObject({
      ok: false,
      firstBad: { seq: 4, kind: 'gap' },
    })
    expect(await verify(events, { seq: 4, hash: 'b'.repeat(64) })).toMatchObject({
      firstBad: { seq: 4, kind: 'link' },
    })
  })

  test('an epoch that goes back is a broken link', async () => {
    const start = { ...genesis, epoch: 2 }
    const [first] = chainOf(1, start)
    if (!first) throw new Error('no event')
    const older = { ...first, epoch: 1 }
    const found = verifyChain(
      (async function* () {
        yield older
      })(),
      { genesis: start, sha256 },
    )
    expect(await found).toMatchObject({ firstBad: { seq: 1, kind: 'link' } })
  })
})
