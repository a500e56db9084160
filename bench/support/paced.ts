import { setTimeout as delay } from 'node:timers/promises'

/** Runs work `n` times, one after the other, starting no two within `everyMs`; answers what each run answered. */
export async function paced<T>(
  n: number,
  everyMs: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = []
  let next = performance.now()
  for (let index = 0; index < n; index += 1) {
    await delay(Math.max(0, next - performance.now()))
    next = performance.now() + everyMs
    results.push(await work(index))
  }
  return results
}

/** Milliseconds that work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
