import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isSigned, readCheckpoint } from '../lib/domain/audit/checkpoint'
import { bundle } from '../scripts/lib/bundle.mjs'
import { signerStage, type SignerStage } from './stage.fixture'

let stage: SignerStage
let script: string
beforeAll(async () => {
  ;[stage, script] = await Promise.all([signerStage(), bundle('signer/main.ts', 'signer-test')])
  // The process wants to be the only signer.
  await stage.chain.close()
}, 60_000)
afterAll(async () => {
  await stage.close()
})

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (part: Buffer) => said.push(part.toString()))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const checkpoint = async () => readCheckpoint((await lines.next()).value as string)
  return { child, said, checkpoint }
}

const environment = (more: Record<string, string> = {}) => ({
  SIGNER_DATABASE_URL: stage.database.signerUrl,
  SIGNER_KEY_FILE: stage.keyFile,
  SIGNER_CHECKPOINT_FILE: stage.sinkFile,
  ...more,
})

test('signs when idle, after so many events, ends when asked and goes on at the next start', async () => {
  const idle = start(environment({ SIGNER_EVERY_SECONDS: '1' }))
  const first = await idle.checkpoint()
  const second = await idle.checkpoint()
  expect([first, second].map(({ seq }) => seq)).toEqual([0, 0])
  expect(second.time > first.time).toBe(true)
  idle.child.kill('SIGTERM')
  expect(await once(idle.child, 'exit')).toEqual([0, null])

  await stage.append('e-1')
  const busy = start(environment({ SIGNER_EVERY_EVENTS: '2' }))
  expect(await busy.checkpoint()).toMatchObject({ seq: 1 })
  await stage.append('e-2')
  await stage.append('e-3')
  const third = await busy.checkpoint()
  expect(third).toMatchObject({ seq: 3 })
  expect(isSigned(third, () => true) && stage.key.made(third)).toBe(true)
  busy.child.kill('SIGTERM')
  expect(await once(busy.child, 'exit')).toEqual([0, null])
}, 30_000)

test('says what is missing and does not start', async () => {
  const { child, said } = start({ SIGNER_KEY_FILE: 'nowhere' })
  expect(await once(child, 'exit')).toEqual([78, null])
  expect(said.join('')).toMatch(/SIGNER_DATABASE_URL[^]*SIGNER_CHECKPOINT_FILE/)
})

test('waits for a database that is away', async () => {
  const away = new URL(stage.database.signerUrl)
  away.port = '1'
  const { child, said } = start(environment({ SIGNER_DATABASE_URL: away.href }))
  while (!said.join('').includes('trying again')) await once(child.stderr, 'data')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
