// The whole of Aviary on one machine, with a sandbox in place of a cluster: npm run demo [-- --fresh --port N ...]
import { parseArgs } from 'node:util'
import { ensureInstalled } from './lib/install.mjs'
import { progress } from './lib/progress.mjs'

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string', default: '3000' },
    dir: { type: 'string', default: '.aviary' },
    scale: { type: 'string' },
  },
})
const port = wholeNumber('port', values.port)
const scale = values.scale === undefined ? undefined : wholeNumber('scale', values.scale)

const log = progress()
const breakOff = new AbortController()
const asked = new Promise((resolve) => {
  const end = () => {
    if (breakOff.signal.aborted) return
    log('stopping')
    breakOff.abort()
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
})

try {
  await ensureInstalled(log)
  // Only now are there packages to import.
  const { startStack } = await import('./lib/stack.mjs')
  const { dir, fresh } = values
  const stack = await startStack({ dir, port, fresh, scale, log, signal: breakOff.signal })
  process.stdout.write(`\n${table(stack)}\nready\n`)
  const death = await Promise.race([asked, stack.died])
  if (death) process.stderr.write(`\n${death.message}\n`)
  await stack.stop()
  process.exitCode = death ? 1 : 0
} catch (error) {
  if (!breakOff.signal.aborted) {
    process.stderr.write(`\n${error.message}\n`)
    process.exitCode = 1
  }
}

function table({ url, demo }) {
  const rows = [
    ['name', 'role', 'password'],
    ...demo.users.map((user) => [user.name, user.role, user.password]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)))
  const lines = rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at])).join('   ')}`.trimEnd())
  return `Aviary  ${url}\n\n${lines.join('\n')}\n`
}

function wholeNumber(name, text) {
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text)
  process.stderr.write(`--${name} must be a whole number, not ${text}\n`)
  process.exit(64)
}
