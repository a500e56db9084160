import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadKey, makeKey } from './key'
import { readSettings } from './settings'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'aviary-key-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('a key', () => {
  test('is made readable by its owner alone, has the id it was given, and is never replaced', async () => {
    const file = path.join(dir, 'new', 'signer.pem')
    const id = makeKey(file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(loadKey(file).id).toBe(id)
    expect(await readFile(`${file}.pub`, 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
    expect(() => makeKey(file)).toThrow(/EEXIST/)
  })

  test('that others may read is refused, and so is one of another kind', async () => {
    const file = path.join(dir, 'new', 'signer.pem')
    await chmod(file, 0o640)
    expect(() => loadKey(file)).toThrow('make it 0600')
    const other = path.join(dir, 'ec.pem')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(other, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    expect(() => loadKey(other)).toThrow('no Ed25519 key')
  })
})

describe('settings', () => {
  const good = {
    SIGNER_DATABASE_URL: 'postgresql://notary@db/aviary',
    SIGNER_KEY_FILE: 'key.pem',
    SIGNER_CHECKPOINT_FILE: 'checkpoints.jsonl',
  }
  test('have an interval of five minutes and of 500 events', () => {
    expect(readSettings(good)).toMatchObject({ everyMs: 300_000, everyEvents: 500 })
    expect(readSettings({ ...good, SIGNER_EVERY_SECONDS: '2' })).toMatchObject({ everyMs: 2000 })
  })
  test('that lack something name all of it', () => {
    expect(() => readSettings({ SIGNER_EVERY_SECONDS: '0' })).toThrow(
      /SIGNER_DATABASE_URL[^]*SIGNER_KEY_FILE[^]*SIGNER_CHECKPOINT_FILE[^]*SIGNER_EVERY_SECONDS/,
    )
  })
})
