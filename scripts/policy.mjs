// Looks at access policies without network or database: npm run policy -- check|test|can|schema …
// Exit code 0: all as expected; 1: something differs, and the rule that decided is named; 3: wrong usage.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { bundle } from './lib/bundle.mjs'

const { policyCommand } = await import(
  pathToFileURL(await bundle('lib/auth/policy-command.ts', 'policy')).href
)
const { code, lines } = policyCommand(process.argv.slice(2), (path) => readFileSync(path, 'utf8'))
const out = code === 3 ? process.stderr : process.stdout
out.write(`${lines.join('\n')}\n`)
process.exitCode = code
