import { describe, expect, it } from 'vitest'
import type { Plant } from './plants'
import { runSeed, type SeedResult } from './run-seed'

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

async function firstFound(plant: Plant, most: number): Promise<SeedResult | undefined> {
  for (const seed of seeds(most)) {
    const result = await runSeed(seed, { plant })
    if (result.violation) return result
  }
  return undefined
}

describe('schedules of releases', () => {
  it('hold every invariant', { timeout: 240_000 }, async () => {
    const failures: string[] = []
    for (const seed of seeds(200)) {
      const { violation } = await runSeed(seed)
      if (violation) failures.push(`${seed}: ${violation.invariant}: ${violation.words}`)
    }
    expect(failures).toEqual([])
  })

  it('are the same each time for one seed', async () => {
    const [one, two] = [await runSeed(7, { traceLines: 5000 }), await runSeed(7, { traceLines: 5000 })]
    expect(one.trace.length).toBeGreaterThan(500)
    expect(two).toEqual(one)
    expect((await runSeed(8, { traceLines: 5000 })).trace).not.toEqual(one.trace)
  })

  it.each([
    ['skip-object-version', 'write-on-what-was-read'],
    ['lose-outcomes', 'one-outcome'],
    ['skip-fence', 'old-leader-is-fenced'],
  ] as const)('show the planted fault %s', { timeout: 240_000 }, async (plant, invariant) => {
    expect((await firstFound(plant, 300))?.violation?.invariant).toBe(invariant)
  })
})
