import { existsSync } from 'node:fs'
import path from 'node:path'
import { nextCommand } from './lib/next-build.mjs'
import { generatePrismaClient } from './lib/prisma-client.mjs'
import { seconds } from './lib/progress.mjs'
import { root } from './lib/root.mjs'
import { exitCode, run } from './lib/run.mjs'

const checks = [
  ['supply chain', '../scripts/supply-chain.mjs', ['--offline'], 'npm run supply-chain'],
  ['formatting', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'], 'npm run format'],
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0'], 'npm run lint'],
  ['types', 'typescript/bin/tsc', ['--noEmit'], 'npm run typecheck'],
  ['boundaries', '../scripts/check-boundaries.mjs', [], 'npm run boundaries'],
  ['dead code', 'knip/bin/knip.js', [], 'npm run deadcode'],
]

// In a clean checkout the types of the store and of the routes are yet to be generated.
if (existsSync(path.join(root, 'prisma', 'schema.prisma'))) await generatePrismaClient()
if (existsSync(path.join(root, 'app'))) await run(process.execPath, [nextCommand, 'typegen'])

for (const [name, script, args, again] of checks) {
  const start = performance.now()
  const code = await exitCode(process.execPath, [path.join(root, 'node_modules', script), ...args])
  const took = seconds(performance.now() - start)
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${took})\n`)
  if (code !== 0) {
    process.stderr.write(`validation stopped at ${name}; see above, and try again with: ${again}\n`)
    process.exit(1)
  }
}
