import { setTimeout as delay } from 'node:timers/promises'

/** Asks again until the answer is given. Throws when the time, in seconds, is up. */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
  everyMs = 500,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`)
    await delay(everyMs)
  }
}
