import { expect, test } from 'vitest'
import { createSharedCache } from './shared-cache'

function setUp() {
  const clock = { now: 10_000 }
  const errors: unknown[] = []
  const cache = createSharedCache<number>(
    () => clock.now,
    2,
    (error) => errors.push(error),
  )
  let loads = 0
  const load = () => Promise.resolve((loads += 1))
  return { clock, errors, cache, load, loads: () => loads }
}

test('all who ask at once share one computation, and those after it the value', async () => {
  const { cache, load, loads } = setUp()
  expect(await Promise.all([1, 2, 3].map(() => cache.get('a', 1000, load)))).toEqual([1, 1, 1])
  expect(await cache.get('a', 1000, load)).toBe(1)
  expect(loads()).toBe(1)
})

test('500 who ask at once, of an empty cache and of an old one, cost one computation each time', async () => {
  const { cache, clock } = setUp()
  let loads = 0
  const release: ((value: number) => void)[] = []
  const slow = () => {
    loads += 1
    return new Promise<number>((resolve) => release.push(resolve))
  }
  for (const round of [1, 2]) {
    const asked = Array.from({ length: 500 }, () => cache.get('a', 1000, slow))
    expect(loads).toBe(round)
    release.pop()?.(round)
    expect(new Set(await Promise.all(asked))).toEqual(new Set([round]))
    clock.now += 5000
  }
})

test('500 who ask for what fails hear of it, and cost one computation', async () => {
  const { cache } = setUp()
  let loads = 0
  const fail = () => {
    loads += 1
    return Promise.reject(new Error('down'))
  }
  const asked = await Promise.allSettled(Array.from({ length: 500 }, () => cache.get('a', 1000, fail)))
  expect(asked.every(({ status }) => status === 'rejected')).toBe(true)
  expect(loads).toBe(1)
})

test('a little old: served, and fetched behind; too old: waited for', async () => {
  const { clock, cache, load, loads } = setUp()
  await cache.get('a', 1000, load)
  clock.now += 1500
  expect(await cache.get('a', 1000, load)).toBe(1)
  expect(loads()).toBe(2)
  expect(await cache.get('a', 1000, load)).toBe(2)
  clock.now += 2500
  expect(await cache.get('a', 1000, load)).toBe(3)
})

test('errors reach those who wait and are not kept; behind a served value they are reported', async () => {
  const { clock, cache, load, errors } = setUp()
  const fail = () => Promise.reject(new Error('down'))
  await expect(cache.get('a', 1000, fail)).rejects.toThrow('down')
  expect(await cache.get('a', 1000, load)).toBe(1)
  clock.now += 1500
  expect(await cache.get('a', 1000, fail)).toBe(1)
  await Promise.resolve()
  await Promise.resolve()
  expect(errors).toHaveLength(1)
  clock.now += 1000
  await expect(cache.get('a', 1000, fail)).rejects.toThrow('down')
})

test('the least recently used key goes first', async () => {
  const { cache, load, loads } = setUp()
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.get(key, 1000, load)
  expect(loads()).toBe(4)
})

test('what is too old to be given is let go of, whoever asks for what next', async () => {
  const { clock, cache, load, loads } = setUp()
  await cache.get('a', 1000, load)
  clock.now += 2001
  await cache.get('b', 1000, load)
  // At its old age the first one would still be given, had it been kept.
  clock.now -= 2001
  await cache.get('a', 1000, load)
  expect(loads()).toBe(3)
})

test('what has grown old is fetched once for all who ask, and stays for whom it is fresh', async () => {
  const clock = { now: 0 }
  const cache = createSharedCache<number>(
    () => clock.now,
    10,
    () => undefined,
  )
  const loads = { count: 0 }
  const load = () => Promise.resolve((loads.count += 1))
  await cache.get('a', 10, load)
  clock.now = 100
  await Promise.all([cache.get('a', 10, load), cache.get('a', 10, load), cache.get('a', 10, load)])
  expect(loads.count).toBe(2)
  clock.now = 200
  expect(await cache.get('a', 1000, load)).toBe(2)
  expect(await cache.get('a', 1000, load)).toBe(2)
  expect(loads.count).toBe(2)
})
