import { bundle } from './lib/bundle.mjs'
import { buildApp } from './lib/next-build.mjs'

try {
  const built = await buildApp()
  await bundle('signer/main.ts', 'signer')
  if (!built) process.stdout.write('the build is up to date\n')
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
