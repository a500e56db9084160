import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'

/** One line about what the figures were measured on. */
export function describeMachine(): string {
  const [cpu] = cpus()
  const memory = (totalmem() / 1024 ** 3).toFixed(0)
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GiB, Node ${process.versions.node}, Linux ${release()}`
}

/** The commit, with the top folders in which the checkout differs from it. */
export function describeCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trimEnd()
  const changed = git('status', '--porcelain')
    .split('\n')
    .flatMap((line) => line.slice(3).split('/')[0] || [])
  const where =
    changed.length === 0 ? '' : `, with uncommitted changes in ${[...new Set(changed)].join(', ')}`
  return `${git('rev-parse', '--short', 'HEAD')}${where}`
}

/** Load average of the last minute. */
export function load(): number {
  return loadavg()[0] ?? 0
}

/**
 * Waits until the machine's load is below `limit`, for at most `patience` seconds, and says in words what it found:
 * a figure from a busy machine must not pass for one from a quiet one.
 */
export async function waitForQuiet(limit: number, patience: number): Promise<string> {
  const deadline = performance.now() + patience * 1000
  while (load() >= limit && performance.now() < deadline) await delay(2000)
  const now = load().toFixed(2)
  return load() < limit ? `load ${now} before` : `load ${now} before (not quiet within ${patience} s)`
}
