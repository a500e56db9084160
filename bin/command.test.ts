import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { chainOf, exportOf } from './chain.fixture'
import { Signer, sinkOf } from './signer.fixture'
import { folder, runVerifier, verify } from './verifier.fixture'

const signer = new Signer()
const events = chainOf(3)
const text = exportOf(events)
const root = path.join(import.meta.dirname, '..')
const inFolder = (name: string, content: string): string => {
  const file = path.join(folder(), name)
  writeFileSync(file, content)
  return file
}

test('it runs from a copy of its folder, with nothing installed', async () => {
  const dir = folder()
  const file = path.join(dir, 'events.jsonl')
  writeFileSync(file, text)
  mkdirSync(path.join(dir, 'copied'))
  cpSync(path.join(root, 'bin'), path.join(dir, 'copied', 'bin'), { recursive: true })
  const program = path.join(dir, 'copied', 'bin', 'aviary-verify.mjs')
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, '--in', file], {
    cwd: dir,
  })
  expect(stdout).toMatch(/^whole: 3 events hold\n/)
  expect(stderr).toMatch(/^not known \(no-checkpoint\): /)
})

test('it says its version, which is the package’s, and what it can do', async () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  expect(await runVerifier(['--version'])).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' })
  const help = await runVerifier(['--help'])
  expect(help.exit).toBe(0)
  for (const option of ['--in', '--pub', '--checkpoint', '--apiserver-audit', '--account', '--json'])
    expect(help.stdout).toContain(option)
})

test('events may come by standard input', async () => {
  expect(await runVerifier(['--in', '-'], { input: text })).toMatchObject({ exit: 0 })
  expect(await runVerifier(['--in', '-'], { input: text.replace('"epoch":1', '"epoch":2') })).toMatchObject({
    exit: 1,
  })
})

test('words for people: the verdict first, then where and what', async () => {
  const file = inFolder('events.jsonl', exportOf(chainOf(6).toSpliced(2, 2)))
  const { exit, stdout } = await runVerifier(['--in', file])
  expect(exit).toBe(1)
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'tampered: event 3, line 3: deleted',
    '  event 3, line 3: deleted: events 3 to 4 are missing',
  ])
})

describe('exit code 3: nothing was verified', () => {
  const file = () => inFolder('events.jsonl', text)
  const pem = (type: 'rsa' | 'ed25519', part: 'publicKey' | 'privateKey'): string => {
    const pair =
      type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
    return part === 'publicKey'
      ? pair.publicKey.export({ format: 'pem', type: 'spki' }).toString()
      : createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))
          .export({ format: 'pem', type: 'pkcs8' })
          .toString()
  }
  const sink = () => inFolder('sink.jsonl', sinkOf(signer.signAll(events, [3])))

  test.each<[string, () => string[], RegExp]>([
    ['no arguments', () => [], /--in FILE is missing/],
    ['an unknown option', () => ['--in', file(), '--chekpoint', 'x'], /Unknown option/],
    ['an option without a value', () => ['--in'], /argument missing/],
    ['a stray argument', () => ['--in', file(), 'more'], /positional/],
    ['two inputs', () => ['--in', file(), '--in', file()], /once only/],
    ['standard input twice', () => ['--in', '-', '--checkpoint', '-'], /once only/],
    ['a file that does not exist', () => ['--in', '/nowhere/events.jsonl'], /does not exist/],
    ['a folder', () => ['--in', folder()], /is a folder/],
    ['no events', () => ['--in', inFolder('empty.jsonl', '')], /holds no event/],
    [
      'no events, and a checkpoint of none',
      () => [
        ...['--in', inFolder('empty.jsonl', '')],
        ...['--checkpoint', inFolder('c', sinkOf(signer.signAll([], [0])))],
      ],
      /holds no event/,
    ],
    [
      'a checkpoint file that does not exist',
      () => ['--in', file(), '--checkpoint', '/nowhere'],
      /does not exist/,
    ],
    [
      'a checkpoint file without a checkpoint',
      () => ['--in', file(), '--checkpoint', inFolder('c', '{"items":[],"next":null}')],
      /holds no checkpoint/,
    ],
    [
      'an empty checkpoint file',
      () => ['--in', file(), '--checkpoint', inFolder('c', '')],
      /holds no checkpoint/,
    ],
    ['events in place of checkpoints', () => ['--in', file(), '--checkpoint', file()], /holds no checkpoint/],
    ['a key without a checkpoint', () => ['--in', file(), '--pub', inFolder('k', signer.pem)], /--pub needs/],
    [
      'a key file without a key',
      () => ['--in', file(), '--checkpoint', sink(), '--pub', inFolder('k', 'key')],
      /holds no public key/,
    ],
    [
      'a damaged key',
      () => ['--in', file(), '--checkpoint', sink(), '--pub', inFolder('k', signer.pem.replace('MC', 'AA'))],
      /cannot be read/,
    ],
    [
      'a key of another kind',
      () => ['--in', file(), '--checkpoint', sink(), '--pub', inFolder('k', pem('rsa', 'publicKey'))],
      /not of the kind Ed25519/,
    ],
    [
      'a private key',
      () => ['--in', file(), '--checkpoint', sink(), '--pub', inFolder('k', pem('ed25519', 'privateKey'))],
      /private key/,
    ],
    ['an account without a log', () => ['--in', file(), '--account', 'x'], /--account needs/],
  ])('%s', async (_name, args, words) => {
    const { exit, stdout, stderr } = await runVerifier(args())
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
    expect(stderr).toMatch(words)
    expect(stderr).not.toMatch(/failed itself/)
  })

  test('is said in JSON too', async () => {
    expect(await verify({ events: '' })).toMatchObject({ verdict: 'usage', exit: 3 })
  })
})
