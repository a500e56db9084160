import { buildApp } from './lib/next-build.mjs'

try {
  const built = await buildApp()
  if (!built) process.stdout.write('the build is up to date\n')
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
