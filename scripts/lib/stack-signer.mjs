import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { bundle } from './bundle.mjs'
import { startChild } from './child.mjs'
import { run } from './run.mjs'

/**
 * Starts the process that signs checkpoints, as its own database user, with a key that is made at the first start. The
 * key and the file of checkpoints lie in folders of their own, as they would on another machine. `env` is for the app:
 * the public key and the file.
 */
export async function startSigner({ dir, signerUrl, patience, signal, running }) {
  const script = await bundle('signer/main.ts', 'signer')
  const keyFile = path.join(dir, 'signer', 'signer.pem')
  const checkpointFile = path.join(dir, 'checkpoints', 'checkpoints.jsonl')
  if (!existsSync(keyFile))
    await run(process.execPath, [script, 'keygen', keyFile], { signal, stdio: 'ignore' })
  const logFile = path.join(dir, 'logs', 'signer.log')
  const child = startChild({
    name: 'the signer',
    script,
    logFile,
    env: {
      ...process.env,
      SIGNER_DATABASE_URL: signerUrl,
      SIGNER_KEY_FILE: keyFile,
      SIGNER_CHECKPOINT_FILE: checkpointFile,
    },
  })
  running.push(child)
  await child.ready(() => /^signer: ready/m.test(readFileSync(logFile, 'utf8')), {
    timeout: patience,
    signal,
  })
  const env = { AVIARY_CHECKPOINT_KEY: `${keyFile}.pub`, AVIARY_CHECKPOINT_FILE: checkpointFile }
  return { child, env }
}
