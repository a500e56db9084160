import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** The command line of a running process, or undefined when there is none (a zombie counts as none). */
export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined
  } catch (error) {
    if (process.platform === 'linux') return undefined
    if (error.code !== 'ENOENT') throw error
  }
  return (
    spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || undefined
  )
}

/** Polls a condition until it answers something truthy, and answers that; undefined once the time is up. */
export async function until(condition, { timeout, every = 50 }) {
  const deadline = performance.now() + timeout
  for (;;) {
    const answer = await condition()
    if (answer) return answer
    if (performance.now() >= deadline) return undefined
    await delay(every)
  }
}
