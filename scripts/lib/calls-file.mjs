import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from './ports.mjs'
import { newSecret } from './secret-file.mjs'

/**
 * Writes a calls file with one target, on a free port of this machine where a test may listen. Answers what the app and
 * what the tests need to know of it, as environment variables.
 */
export async function writeCallsFile(dir) {
  const port = await freePort()
  const secret = newSecret()
  const file = path.join(dir, 'calls.yaml')
  mkdirSync(dir, { recursive: true })
  const targets = [{ name: 'listener', url: `http://127.0.0.1:${port}/calls`, secret }]
  writeFileSync(file, JSON.stringify({ targets }), { mode: 0o600 })
  chmodSync(file, 0o600)
  return {
    app: { AVIARY_CALLS: file },
    tests: { AVIARY_CALL_PORT: String(port), AVIARY_CALL_SECRET: secret },
  }
}
