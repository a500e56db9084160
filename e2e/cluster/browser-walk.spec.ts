import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { ensureChromium } from '../../scripts/lib/test-tools.mjs'

const timeout = 900_000

/** Tests of e2e/browser by a part of their title or their tag, on the control plane that this suite runs against. */
it.each([
  ['walks from the topology to the audit log', 'release manager moves'],
  ['carries the scenarios through that need no simulated part', '@everywhere'],
])('in a browser, it %s', { timeout }, async (_, pattern) => {
  expect(await ensureChromium(() => undefined)).toBeUndefined()
  const cli = path.resolve('node_modules/@playwright/test/cli.js')
  const child = spawn(process.execPath, [cli, 'test', '--reporter=line', '-g', pattern], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect([code, output.slice(code === 0 ? 0 : -4000)]).toEqual([
    0,
    expect.stringMatching(/\d passed/) as string,
  ])
})
