import { describe, expect, test } from 'vitest'
import { contradiction, contradictionWords, namesCheckpoint, type Contradiction } from './rollback'

const chain = '00000000-0000-4000-8000-000000000001'
const checkpoint = { chain, epoch: 2, seq: 10, hash: 'a' }
const head = { chainId: chain, epoch: 2, seq: 12, hash: 'c' }
const at = { epoch: 2, seq: 10, hash: 'a' }

describe('contradiction', () => {
  test.each<[string, Parameters<typeof contradiction>, Contradiction | undefined]>([
    ['a chain that went on', [checkpoint, head, at], undefined],
    ['a chain that stands there', [checkpoint, { ...head, seq: 10, hash: 'a' }, at], undefined],
    ['a chain in a later epoch', [checkpoint, { ...head, epoch: 3 }, at], undefined],
    ['a shorter chain', [checkpoint, { ...head, seq: 9 }, undefined], 'shorter'],
    ['a hole there', [checkpoint, head, undefined], 'shorter'],
    ['another event there', [checkpoint, head, { ...at, hash: 'b' }], 'changed'],
    ['another epoch there', [checkpoint, { ...head, epoch: 3 }, { ...at, epoch: 3 }], 'changed'],
    ['a lower epoch at the end', [checkpoint, { ...head, epoch: 1 }, at], 'changed'],
    ['another chain', [{ ...checkpoint, chain: 'x' }, head, at], 'other-chain'],
    [
      'an empty chain',
      [
        { ...checkpoint, epoch: 1, seq: 0 },
        { ...head, epoch: 3 },
        { ...at, epoch: 1 },
      ],
      undefined,
    ],
  ])('%s', (_name, parts, found) => {
    expect(contradiction(...parts)).toBe(found)
  })

  test('every kind has words', () => {
    const kinds = ['other-chain', 'shorter', 'changed'] as const
    expect(new Set(kinds.map(contradictionWords)).size).toBe(3)
  })
})

describe('namesCheckpoint', () => {
  const whole = {
    ...checkpoint,
    ...{ key: 'k', previous: null, time: '2026-11-20T10:00:00.000Z', signature: 's', version: 1 as const },
  }
  test('compares all four parts of the point', () => {
    expect(namesCheckpoint({ checkpoint, head: at }, whole)).toBe(true)
    for (const part of ['chain', 'epoch', 'seq', 'hash'] as const)
      expect(namesCheckpoint({ checkpoint: { ...checkpoint, [part]: 'other' } }, whole)).toBe(false)
  })
  test.each([undefined, null, 'text', {}, { checkpoint: null }, { checkpoint: 'text' }])(
    'is false for %j',
    (detail) => {
      expect(namesCheckpoint(detail, whole)).toBe(false)
    },
  )
})
