// The process that signs checkpoints of the audit log: npm run signer, and npm run signer -- keygen FILE for a key pair
import { existsSync } from 'node:fs'
import path from 'node:path'
import { startChild } from './lib/child.mjs'
import { buildFolder, root } from './lib/root.mjs'

// A checkout is bundled here; an image comes with the bundle and holds no sources.
const built = path.join(buildFolder, 'signer.mjs')
const script = existsSync(path.join(root, 'signer'))
  ? await (await import('./lib/bundle.mjs')).bundle('signer/main.ts', 'signer')
  : built
const child = startChild({ name: 'the signer', script, args: process.argv.slice(2), env: process.env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => child.signal(signal === 'SIGHUP' ? 'SIGTERM' : signal))
const { code } = await child.ended
process.exitCode = code ?? 1
