import { spawn } from 'node:child_process'
import { root } from './root.mjs'

/** Runs a program to its end with our output; rejects with its name and exit code unless that is 0, or when aborted. */
export async function run(command, args, options) {
  const code = await exitCode(command, args, options)
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}`)
}

/** Runs a program to its end with our output and answers its exit code (a signal's name when killed by one). */
export function exitCode(command, args, { env = process.env, cwd = root, stdio = 'inherit', signal } = {}) {
  return new Promise((resolve, reject) => {
    spawn(command, args, { cwd, env, stdio, signal })
      .once('error', reject)
      .once('exit', (code, signal) => resolve(code ?? signal))
  })
}
