import { describe, expect, test } from 'vitest'
import { eventHash, genesisOf } from '../lib/domain/audit/chain'
import type { AuditEvent } from '../lib/domain/audit/event'
import {
  at,
  bodyOf,
  chainId,
  chainOf,
  exportOf,
  genesis,
  link,
  oddNames,
  pointAfter,
  rehashed,
  sha256,
} from './chain.fixture'
import { codes, first, verify } from './verifier.fixture'

const events = chainOf(14)
const nth = (seq: number): AuditEvent => at(events, seq - 1)
const replace = (seq: number, event: AuditEvent) => events.with(seq - 1, event)
const withHash = (event: AuditEvent): AuditEvent => ({
  ...event,
  hash: eventHash({ ...event, chainId }, sha256),
})
const edited = (seq: number): AuditEvent =>
  at(link([bodyOf(seq, { action: 'abort' })], pointAfter(nth(seq - 1))), 0)
const lines = (text: string) => text.split('\n').slice(0, -1)
const otherChain = '00000000-0000-4000-8000-000000000009'

test('a chain with odd names is whole, and everything comes back as it was written', async () => {
  const text = exportOf(events)
  const result = await verify({ events: text })
  expect(result).toMatchObject({
    exit: 0,
    verdict: 'whole',
    events: 14,
    total: 0,
    last: { seq: 14, hash: nth(14).hash },
  })
  const names = lines(text).map((line) => (JSON.parse(line) as AuditEvent).actor.name)
  expect(names).toEqual(events.map(({ seq }) => oddNames[seq % oddNames.length]))
})

/** What was done, the file, and what is to be found first: class and number. */
type Case = [string, string, string, number, (string | undefined)?]

const resealed = withHash({ ...nth(5), body: nth(6).body })
const shifted = (by: number) => (event: AuditEvent) => ({ ...event, seq: event.seq + by })
const cases: Case[] = [
  [
    'a body edited',
    exportOf(replace(5, { ...nth(5), body: nth(5).body.replace(':90', ':91') })),
    'edited',
    5,
    'body',
  ],
  [
    'a body and its copy edited alike',
    exportOf(
      replace(5, { ...nth(5), action: 'abort', body: nth(5).body.replace('"set-weights"', '"abort"') }),
    ),
    'edited',
    5,
    'body',
  ],
  [
    'the last body edited',
    exportOf(replace(14, { ...nth(14), body: edited(14).body })),
    'edited',
    14,
    'body',
  ],
  ['the first body edited', exportOf(replace(1, { ...nth(1), body: bodyTextOf(1) })), 'edited', 1, 'body'],
  ['a hash edited', exportOf(replace(5, { ...nth(5), hash: 'a'.repeat(64) })), 'edited', 5, 'hash'],
  ['a link edited', exportOf(replace(5, { ...nth(5), prevHash: 'a'.repeat(64) })), 'edited', 5, 'prevHash'],
  ['an epoch edited', exportOf(replace(5, { ...nth(5), epoch: 2 })), 'edited', 5, 'epoch'],
  ['a number edited', exportOf(replace(5, { ...nth(5), seq: 50 })), 'edited', 50, 'seq'],
  ['the first number edited', exportOf(replace(1, { ...nth(1), seq: 9 })), 'edited', 9, 'seq'],
  ['a column edited', exportOf(replace(5, { ...nth(5), action: 'abort' })), 'columns', 5, 'action'],
  [
    'an actor edited',
    exportOf(replace(5, { ...nth(5), actor: { ...nth(5).actor, subject: 'x' } })),
    'columns',
    5,
    'actor',
  ],
  ['a time edited', exportOf(replace(5, { ...nth(5), time: nth(6).time })), 'columns', 5, 'time'],
  ['a release added', exportOf(replace(5, { ...nth(5), release: 'r' })), 'columns', 5, 'release'],
  ['a reason taken away', exportOf(replace(5, without(nth(5), 'reason'))), 'columns', 5, 'reason'],
  ['an event deleted', exportOf(events.toSpliced(4, 1)), 'deleted', 5],
  ['several events deleted', exportOf(events.toSpliced(4, 6)), 'deleted', 5],
  [
    'an event deleted and the next one linked over the gap',
    exportOf([...events.slice(0, 4), withHash({ ...nth(6), prevHash: nth(4).hash }), ...events.slice(6)]),
    'deleted',
    5,
  ],
  [
    'an event deleted, the others renumbered',
    exportOf([...events.slice(0, 4), ...events.slice(5).map(shifted(-1))]),
    'deleted',
    5,
  ],
  ['an event inserted with a right link', exportOf(events.toSpliced(4, 0, edited(5))), 'inserted', 5],
  [
    'an event inserted with a wrong hash',
    exportOf(events.toSpliced(4, 0, { ...edited(5), hash: nth(9).hash })),
    'inserted',
    5,
  ],
  [
    'an event inserted, the others renumbered',
    exportOf([...events.slice(0, 4), edited(5), ...events.slice(4).map(shifted(1))]),
    'inserted',
    5,
  ],
  ['an event twice', exportOf(events.toSpliced(5, 0, nth(5))), 'duplicate', 5],
  ['an event again later', exportOf(events.toSpliced(10, 0, nth(5))), 'duplicate', 5],
  [
    'an old content again as a new event',
    exportOf(link(events.map((_, index) => bodyOf(index === 9 ? 5 : index + 1)))),
    'duplicate',
    10,
  ],
  ['two lines swapped', exportOf(events.with(4, nth(6)).with(5, nth(5))), 'swapped', 5],
  ['the first two lines swapped', exportOf(events.with(0, nth(2)).with(1, nth(1))), 'swapped', 1],
  ['the last two lines swapped', exportOf(events.with(12, nth(14)).with(13, nth(13))), 'swapped', 13],
  ['all lines turned round', exportOf(events.toReversed()), 'swapped', 1],
  [
    'the contents of two events swapped',
    exportOf(replace(5, { ...nth(5), ...contentOf(nth(7)) }).with(6, { ...nth(7), ...contentOf(nth(5)) })),
    'swapped',
    5,
  ],
  ['an event replaced with a hash of its own', exportOf(replace(5, edited(5))), 'relinked', 6],
  ['contents swapped with a hash of its own', exportOf(replace(5, resealed)), 'columns', 5],
  [
    'a suffix with other links',
    exportOf([
      ...events.slice(0, 5),
      ...link([bodyOf(6), bodyOf(7)], { ...pointAfter(nth(5)), hash: nth(3).hash }),
    ]),
    'relinked',
    6,
  ],
  [
    'the beginning computed anew from nothing',
    exportOf(chainOf(3, { ...genesis, hash: 'b'.repeat(64) })),
    'relinked',
    1,
  ],
  [
    'a chain id edited',
    exportOf(events.slice(0, 4)) + exportOf([nth(5)], otherChain) + exportOf(events.slice(5)),
    'edited',
    5,
    'chain',
  ],
  [
    'an event of another chain',
    exportOf(events.slice(0, 4)) +
      exportOf([at(chainOf(5, genesisOf(otherChain, sha256)), 4)], otherChain) +
      exportOf(events.slice(4)),
    'wrong-chain',
    5,
  ],
  [
    'an epoch that goes back',
    exportOf([...chainOf(3, { ...genesis, epoch: 2 }), ...afterEpoch2()]),
    'epoch-back',
    4,
  ],
]

function bodyTextOf(seq: number): string {
  return at(link([bodyOf(seq, { action: 'abort' })]), 0).body
}
function without(event: AuditEvent, name: 'reason'): AuditEvent {
  const { [name]: _gone, ...rest } = event
  return rest
}
function contentOf({ seq: _seq, epoch: _epoch, prevHash: _prevHash, hash: _hash, ...content }: AuditEvent) {
  return content
}
function afterEpoch2(): AuditEvent[] {
  const last = at(chainOf(3, { ...genesis, epoch: 2 }), 2)
  return link([bodyOf(4)], { ...pointAfter(last), epoch: 1 })
}

describe('found and named', () => {
  test.each(cases)('%s', async (_name, text, kind, seq, field) => {
    const result = await verify({ events: text })
    expect(result).toMatchObject({ exit: 1, verdict: 'tampered' })
    expect(first(result)).toEqual([kind, seq])
    if (field !== undefined) expect(result.findings[0]?.fields).toContain(field)
    expect(result.findings[0]?.line).toBeGreaterThan(0)
  })

  test('what is found says its line, and what comes after is still looked at', async () => {
    const two = replace(5, { ...nth(5), hash: 'a'.repeat(64) }).toSpliced(8, 1)
    const result = await verify({ events: exportOf(two) })
    expect(result.findings).toMatchObject([
      { class: 'edited', seq: 5, line: 5 },
      { class: 'deleted', seq: 9, line: 9 },
    ])
    expect(result).toMatchObject({ total: 2, events: 12 })
  })

  test('one fault is told once, whatever it is', async () => {
    const single = cases.filter(
      ([name]) =>
        /^(a|an|two lines|the last|the first|several)\b/.test(name) &&
        !/others|over the gap|suffix|anew|goes back/.test(name),
    )
    expect(single.length).toBeGreaterThan(20)
    const totals = await Promise.all(
      single.map(async ([name, text]) => [name, (await verify({ events: text })).total]),
    )
    expect(totals.filter(([, total]) => total !== 1)).toEqual([])
  })

  test('many faults are counted and only the first ones told', async () => {
    const all = chainOf(200).map((event) => ({ ...event, hash: 'c'.repeat(64) }))
    const result = await verify({ events: exportOf(all) })
    expect(result).toMatchObject({ exit: 1, total: 200 })
    expect(result.findings).toHaveLength(20)
  })
})

describe('incomplete', () => {
  test.each([1, 2, 20, 400])('a last line that is cut by %i bytes', async (count) => {
    const bytes = Buffer.from(exportOf(events.slice(0, 3)))
    const result = await verify({ events: bytes.subarray(0, bytes.length - count) })
    expect(result).toMatchObject({ exit: 2, verdict: 'incomplete', total: 0 })
    expect(codes(result.incomplete)).toEqual(['cut-line'])
  })

  test('a last line that is cut inside a letter', async () => {
    const bytes = Buffer.from(exportOf(chainOf(3)))
    const parrot = bytes.lastIndexOf(Buffer.from('🦜'))
    const result = await verify({ events: bytes.subarray(0, parrot + 2) })
    expect(result).toMatchObject({ exit: 2, incomplete: [{ code: 'cut-line' }] })
  })

  test('tampering counts for more than a cut', async () => {
    const text = exportOf(events.toSpliced(4, 1)).slice(0, -5)
    expect(await verify({ events: text })).toMatchObject({ exit: 1, incomplete: [{ code: 'cut-line' }] })
  })
})

describe('what nobody can know without a checkpoint kept elsewhere is said', () => {
  test.each([
    ['events cut off at the end', events.slice(0, 9)],
    [
      'an old backup that went on',
      [...events.slice(0, 9), ...link([bodyOf(20), bodyOf(21)], pointAfter(nth(9)))],
    ],
    [
      'an event edited and all later hashes computed anew',
      [...events.slice(0, 4), edited(5), ...rehashed(events.slice(5), pointAfter(edited(5)))],
    ],
    [
      'an event deleted and all later ones computed anew',
      [...events.slice(0, 4), ...rehashed(events.slice(5), pointAfter(nth(4)))],
    ],
  ])('%s', async (_name, tampered) => {
    const result = await verify({ events: exportOf(tampered) })
    expect(result).toMatchObject({ exit: 0, verdict: 'whole' })
    expect(codes(result.unknown)).toEqual(['no-checkpoint'])
    expect(result.stderr).toMatch(/cut off.*old backup.*computed hashes anew/)
  })

  test('events before the first one', async () => {
    const result = await verify({ events: exportOf(events.slice(6)) })
    expect(result).toMatchObject({ exit: 0, first: { seq: 7 } })
    expect(codes(result.unknown)).toContain('before-first')
    expect(result.stderr).toContain('events 1 to 6')
  })
})
