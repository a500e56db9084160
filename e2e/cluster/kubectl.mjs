// kubectl for what it does better than a plain request: applying files and making tokens.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs kubectl with a kubeconfig; rejects with what it said. */
export async function kubectl(kubeconfig, args) {
  try {
    const { stdout } = await promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, ...args])
    return stdout.trim()
  } catch (error) {
    throw new Error(`kubectl ${args[0]} failed: ${(error.stderr || error.message).trim()}`)
  }
}
