import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { tail } from './postgres-control.mjs'
import { until } from './processes.mjs'
import { root } from './root.mjs'

const preload = pathToFileURL(path.join(import.meta.dirname, 'leave-with-parent.mjs')).href

/**
 * Starts a Node program that leaves with us, in a process group of its own so that Ctrl-C reaches us alone and we stop
 * things in order. Its output goes to `logFile`, or to ours without one.
 */
export function startChild({ name, script, args = [], env, logFile }) {
  if (logFile) mkdirSync(path.dirname(logFile), { recursive: true })
  const log = logFile ? openSync(logFile, 'w', 0o600) : 'inherit'
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', preload, script, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ['pipe', log, log],
  })
  if (logFile) closeSync(log)
  child.stdin.on('error', () => undefined)

  const state = { ended: undefined }
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  }).then((end) => (state.ended = end))

  return {
    name,
    pid: child.pid,
    logFile,
    /** Resolves with `{code, signal}` once the program is gone. */
    ended,
    get running() {
      return state.ended === undefined
    },
    get code() {
      return state.ended?.code
    },
    signal: (signal) => child.kill(signal),
    /** Asks it to end, and kills it when it takes longer than `grace` milliseconds. */
    async stop(grace = 10_000) {
      if (state.ended) return
      child.kill('SIGTERM')
      if (!(await until(() => state.ended, { timeout: grace }))) child.kill('SIGKILL')
      await ended
    },
    /** Waits for a condition while the program runs. Rejects with its last words when it ends, or when time is up. */
    async ready(condition, { timeout, signal }) {
      const reached = await until(
        async () => {
          signal?.throwIfAborted()
          return state.ended ? 'ended' : (await condition()) && 'ready'
        },
        { timeout, every: 100 },
      )
      if (reached === 'ready') return
      const what =
        reached === 'ended' ? `ended with ${state.ended.code ?? state.ended.signal}` : 'did not get ready'
      throw new ChildError(`${name} ${what}`, { name, code: state.ended?.code, logFile })
    },
  }
}

/** A program that we started ended or never got ready; the message holds the last lines of its log. */
export class ChildError extends Error {
  constructor(what, { name, code, logFile }) {
    super(logFile ? `${what}; the last lines of ${path.relative(root, logFile)}:\n${tail(logFile)}` : what)
    this.program = name
    this.code = code
  }
}
