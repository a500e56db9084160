import type { ServiceContext } from '../context'
import { detectRollback, type Detected } from './detect-rollback'

const everyMs = 60_000

export interface RollbackWatch {
  context: () => ServiceContext
  /** Hears of each look that found something. */
  onFound: (detected: Detected) => void
  onError: (error: unknown) => void
}

/** Looks now, which throws when the database is away, and then every minute until stopped. */
export async function watchRollback(watch: RollbackWatch): Promise<() => void> {
  let told = ''
  const look = async () => {
    const detected = await detectRollback(watch.context())
    // Each problem is told once, not every minute.
    const problems = detected.problems.join(' ')
    if (detected.opened.length > 0 || problems !== told) watch.onFound(detected)
    told = problems
  }
  await look()
  const timer = setInterval(() => void look().catch(watch.onError), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
