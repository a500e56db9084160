import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { ensureChromium } from '../../scripts/lib/test-tools.mjs'

/** The browser's walk, on the control plane that this suite runs against. */
it('walks in a browser from the topology to the audit log', async () => {
  expect(await ensureChromium(() => undefined)).toBeUndefined()
  const cli = path.resolve('node_modules/@playwright/test/cli.js')
  const child = spawn(process.execPath, [cli, 'test', '--reporter=line', '-g', 'release manager'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  expect([code, output.slice(code === 0 ? 0 : -4000)]).toEqual([
    0,
    expect.stringContaining('1 passed') as string,
  ])
})
