import { describe, expect, test } from 'vitest'
import type { Checkpoint } from '../lib/domain/audit/checkpoint'
import type { AuditEvent } from '../lib/domain/audit/event'
import { genesisOf } from '../lib/domain/audit/chain'
import { at, bodyOf, chainOf, exportOf, genesis, link, pointAfter, rehashed, sha256 } from './chain.fixture'
import { Signer, sinkOf } from './signer.fixture'
import { codes, first, verify } from './verifier.fixture'

const events = chainOf(14)
const nth = (seq: number): AuditEvent => at(events, seq - 1)
const signer = new Signer()
const pub = signer.pem
const sink = signer.signAll(events, [0, 4, 8, 12])
const newest = at(sink, 3)
const whole = exportOf(events)
const edited = at(link([bodyOf(6, { action: 'abort' })], pointAfter(nth(5))), 0)
const suffixEdited = [...events.slice(0, 5), edited, ...rehashed(events.slice(6), pointAfter(edited))]
const suffixShorter = [...events.slice(0, 5), ...rehashed(events.slice(6), pointAfter(nth(5)))]
/** The database as it was after event 9, which then went on. */
const oldBackup = [
  ...events.slice(0, 9),
  ...link(
    Array.from({ length: 5 }, (_, index) =>
      bodyOf(10 + index, { id: `late-${index}`, time: '2026-11-21T00:00:00.000Z' }),
    ),
    pointAfter(nth(9)),
  ),
]
const newEpoch = [
  ...events.slice(0, 9),
  ...link(
    [
      bodyOf(10, { id: 'r', kind: 'system', action: 'chain.rollback-detected' }),
      bodyOf(11),
      bodyOf(12),
      bodyOf(13),
    ],
    { ...pointAfter(nth(9)), epoch: 2 },
  ),
]

test('all checkpoints of the sink hold, and what lies after the newest is said not to be attested', async () => {
  const result = await verify({ events: whole, checkpoints: sinkOf(sink), pub })
  expect(result).toMatchObject({
    exit: 0,
    total: 0,
    checkpoints: { given: 4, compared: 4, signatures: 'checked', newest: { seq: 12 } },
  })
  expect(codes(result.unknown)).toEqual(['after-checkpoint'])
})

test('nothing is left unknown where the newest checkpoint attests the last event', async () => {
  const all = signer.signAll(events, [7, 14])
  expect(await verify({ events: whole, checkpoints: sinkOf(all), pub })).toMatchObject({
    exit: 0,
    unknown: [],
    stderr: '',
  })
})

test.each([
  ['one object', JSON.stringify(newest, null, 2)],
  ['an answer of the API, newest first', JSON.stringify({ items: sink.toReversed(), next: null })],
  [
    'two answers of the API',
    [sink.slice(2), sink.slice(0, 2)].map((part) => JSON.stringify({ items: part.toReversed() })).join('\n'),
  ],
  ['the sink and the same ones again', sinkOf([...sink, ...sink])],
])('checkpoints may be given as %s', async (_name, checkpoints) => {
  expect(await verify({ events: whole, checkpoints, pub })).toMatchObject({
    exit: 0,
    checkpoints: { newest: { seq: 12 } },
  })
})

test('without a key the hashes are compared and the signatures said to be unchecked', async () => {
  const result = await verify({ events: whole, checkpoints: sinkOf(sink) })
  expect(result.exit).toBe(0)
  expect(codes(result.unknown)).toEqual(['signature-unchecked', 'after-checkpoint'])
  const forged = { ...newest, hash: 'a'.repeat(64) }
  expect(first(await verify({ events: whole, checkpoints: sinkOf([forged]) }))).toEqual(['rehashed', 12])
})

describe('what the chain alone does not show', () => {
  test.each<[string, AuditEvent[], string, number]>([
    ['an edit with all later hashes computed anew', suffixEdited, 'rehashed', 8],
    ['a deletion with all later hashes computed anew', suffixShorter, 'rehashed', 8],
    ['an old backup that went on', oldBackup, 'rollback', 12],
    ['an old backup that went on in a new epoch', newEpoch, 'rollback', 12],
    ['an old backup in a new epoch that is not yet as long', newEpoch.slice(0, 11), 'rollback', 12],
  ])('%s', async (_name, tampered, kind, seq) => {
    expect(await verify({ events: exportOf(tampered) })).toMatchObject({ exit: 0 })
    const result = await verify({ events: exportOf(tampered), checkpoints: sinkOf(sink), pub })
    expect(result).toMatchObject({ exit: 1, verdict: 'tampered' })
    expect(first(result)).toEqual([kind, seq])
    expect(result.findings[0]?.detail).toMatch(
      /after event \d+, which an older checkpoint attests|epoch 2 begins before it/,
    )
  })

  test('a file that ends before the newest checkpoint is incomplete', async () => {
    const result = await verify({ events: exportOf(events.slice(0, 11)), checkpoints: sinkOf(sink), pub })
    expect(result).toMatchObject({ exit: 2, verdict: 'incomplete', total: 0 })
    expect(codes(result.incomplete)).toEqual(['ends-early'])
    expect(await verify({ events: '', checkpoints: sinkOf(sink), pub })).toMatchObject({ exit: 2, events: 0 })
  })

  test('an older history than the one attested', async () => {
    const later = signer.sign(pointAfter(at(newEpoch, 12)))
    const result = await verify({ events: whole, checkpoints: sinkOf([later]), pub })
    expect(first(result)).toEqual(['rollback', 13])
  })

  test('a chain of another installation', async () => {
    const foreign = signer.sign(genesisOf('00000000-0000-4000-8000-000000000009', sha256))
    expect(first(await verify({ events: whole, checkpoints: sinkOf([foreign]), pub }))).toEqual([
      'wrong-chain',
      0,
    ])
  })
})

describe('a range is verified from its first link', () => {
  const range = exportOf(events.slice(4))

  test('with the checkpoint just before it nothing is open at its beginning', async () => {
    const result = await verify({ events: range, checkpoints: sinkOf([at(sink, 1), newest]), pub })
    expect(result).toMatchObject({ exit: 0, checkpoints: { compared: 2 } })
    expect(codes(result.unknown)).not.toContain('before-range')
  })

  test('the first link must be the one attested', async () => {
    const other = signer.sign({ ...pointAfter(nth(4)), hash: 'a'.repeat(64) })
    expect(first(await verify({ events: range, checkpoints: sinkOf([other]), pub }))).toEqual(['rehashed', 5])
  })

  test('checkpoints of earlier events cannot be compared', async () => {
    const [third] = signer.signAll(events, [3])
    const result = await verify({ events: range, checkpoints: sinkOf([third as Checkpoint]), pub })
    expect(result.exit).toBe(0)
    expect(codes(result.unknown)).toEqual(['before-first', 'before-range', 'after-checkpoint'])
  })
})

describe('forged checkpoints', () => {
  const thief = new Signer('thief')
  const forgery = (change: Partial<Checkpoint>): string => sinkOf([{ ...newest, ...change }])
  const bits = Buffer.from(newest.signature, 'base64')
  bits[0] = (bits[0] ?? 0) ^ 1

  test.each<[string, string]>([
    ['a hash that was changed', forgery({ hash: nth(11).hash })],
    ['a number that was changed', forgery({ seq: 11 })],
    ['a time that was changed', forgery({ time: '2026-11-20T10:12:31.000Z' })],
    ['a predecessor that was changed', forgery({ previous: null })],
    ['one bit of the signature', forgery({ signature: bits.toString('base64') })],
    ['the key of somebody else', sinkOf([thief.sign(pointAfter(nth(12)))])],
    [
      'the key of somebody else under the name of the right one',
      sinkOf([{ ...thief.sign(pointAfter(nth(12))), key: newest.key }]),
    ],
  ])('%s', async (_name, checkpoints) => {
    const result = await verify({ events: whole, checkpoints, pub })
    expect(result.exit).toBe(1)
    expect(result.findings[0]?.class).toBe('checkpoint-forged')
  })

  test('a rehashed suffix is not saved by a forged checkpoint of it', async () => {
    const forged = thief.sign(pointAfter(at(suffixEdited, 11)))
    const result = await verify({ events: exportOf(suffixEdited), checkpoints: sinkOf([forged]), pub })
    expect(result).toMatchObject({ exit: 1, findings: [{ class: 'checkpoint-forged', seq: 12 }] })
  })

  test('a key used before may be given too', async () => {
    const older = new Signer('older')
    const both = sinkOf([older.sign(pointAfter(nth(4))), newest])
    expect((await verify({ events: whole, checkpoints: both, pub })).exit).toBe(1)
    expect((await verify({ events: whole, checkpoints: both, pub: pub + older.pem })).exit).toBe(0)
  })

  test('an epoch that is not the event’s', async () => {
    const other = signer.sign({ ...pointAfter(nth(12)), epoch: 2 })
    expect(first(await verify({ events: whole, checkpoints: sinkOf([other]), pub }))).toEqual([
      'checkpoint-forged',
      12,
    ])
  })

  test('a beginning that is not the chain’s', async () => {
    const other = signer.sign({ ...genesis, hash: 'a'.repeat(64) })
    expect(first(await verify({ events: whole, checkpoints: sinkOf([other]), pub }))).toEqual([
      'checkpoint-forged',
      0,
    ])
  })
})

describe('the checkpoints among themselves', () => {
  test('two that name the same predecessor are two histories', async () => {
    const rival = signer.sign(pointAfter(nth(10)), at(sink, 2))
    const result = await verify({ events: whole, checkpoints: sinkOf([...sink, rival]), pub })
    expect(result).toMatchObject({ exit: 1, findings: [{ class: 'checkpoint-order' }] })
  })

  test('one that goes back', async () => {
    const back = signer.sign(pointAfter(nth(2)), newest)
    expect(first(await verify({ events: whole, checkpoints: sinkOf([...sink, back]), pub }))).toEqual([
      'checkpoint-order',
      2,
    ])
  })

  test('one missing between others is said, for nobody must keep all of them', async () => {
    const result = await verify({ events: whole, checkpoints: sinkOf(sink.toSpliced(2, 1)), pub })
    expect(result.exit).toBe(0)
    expect(codes(result.unknown)).toContain('checkpoint-gaps')
  })

  test('a last line that its writer did not finish is left out, and said', async () => {
    const result = await verify({
      events: whole,
      checkpoints: sinkOf(sink) + sinkOf(sink).slice(0, 100),
      pub,
    })
    expect(result.exit).toBe(0)
    expect(codes(result.unknown)).toContain('checkpoint-cut')
  })

  test.each<[string, string]>([
    ['an unknown field', sinkOf(sink).replace('"epoch"', '"extra":1,"epoch"')],
    ['a missing field', sinkOf(sink).replace(/"time":"[^"]*",/, '')],
    ['a field twice', sinkOf(sink).replace('"epoch":1', '"epoch":2,"epoch":1')],
    ['another version', sinkOf(sink).replace('"version":1', '"version":2')],
    ['a signature with spare bits', sinkOf(sink).replace(/.=="/, 'B=="')],
    ['half a line in the middle', sinkOf(sink).slice(0, 100) + '\n' + sinkOf(sink)],
  ])('%s is malformed', async (_name, checkpoints) => {
    const result = await verify({ events: whole, checkpoints, pub })
    expect(result).toMatchObject({ exit: 1, findings: [{ class: 'checkpoint-malformed' }] })
  })
})

describe('a rollback that the chain itself records', () => {
  const { chainId: chain, epoch, seq, hash } = pointAfter(nth(12))
  const record = (detail: unknown) =>
    bodyOf(10, { id: 'r', kind: 'system', action: 'chain.rollback-detected', detail })
  const head = { epoch: 1, seq: 9, hash: nth(9).hash }
  const after = (detail: unknown, more: number[] = [11, 12, 13]) => [
    ...events.slice(0, 9),
    ...link([record(detail), ...more.map((n) => bodyOf(n))], { ...pointAfter(nth(9)), epoch: 2 }),
  ]
  const detail = { checkpoint: { chain, epoch, seq, hash }, head, incident: 'i-1' }

  test.each([
    ['the events go on', after(detail)],
    ['the events are not yet as many', after(detail, [])],
  ])('is a loss, not tampering, where %s', async (_name, recovered) => {
    const result = await verify({ events: exportOf(recovered), checkpoints: sinkOf(sink), pub })
    expect(result).toMatchObject({ exit: 2, verdict: 'incomplete', total: 0 })
    expect(codes(result.incomplete)).toEqual(['rollback-recorded'])
  })

  test.each<[string, object]>([
    [
      'another chain',
      { ...detail, checkpoint: { ...detail.checkpoint, chain: '00000000-0000-4000-8000-000000000009' } },
    ],
    ['an older checkpoint', { ...detail, checkpoint: { ...detail.checkpoint, seq: 11 } }],
    ['no checkpoint', { head }],
    ['a number as text', { ...detail, checkpoint: { ...detail.checkpoint, seq: '12' } }],
  ])('does not excuse what it does not name: %s', async (_name, other) => {
    const result = await verify({ events: exportOf(after(other)), checkpoints: sinkOf(sink), pub })
    expect(result.exit).toBe(1)
    expect(first(result)).toEqual(['rollback', 12])
  })
})

test('an epoch that was begun is told', async () => {
  const result = await verify({ events: exportOf(newEpoch) })
  expect(result).toMatchObject({
    exit: 0,
    epochs: [
      { epoch: 1, seq: 1 },
      { epoch: 2, seq: 10 },
    ],
  })
  expect(codes(result.unknown)).toContain('epoch')
})
