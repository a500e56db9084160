import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { auditVerdict } from './audit-verdict.mjs'
import type { LockedPackage, Manifest } from './lockfile-rules.mjs'
import { lockfileFaults, safeFrom } from './lockfile-rules.mjs'

const integrity = `sha512-${'A'.repeat(86)}==`
const good: LockedPackage = { version: '1.0.0', integrity }
const faults = (place: string, entry: LockedPackage, manifest: Manifest = {}) =>
  lockfileFaults(manifest, { lockfileVersion: 3, packages: { '': {}, [place]: entry } })

describe('rules of the lockfile', () => {
  it('hold for the parts of Aviary', () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(name, 'utf8'))
    const lockfile = read('package-lock.json') as Parameters<typeof lockfileFaults>[1]
    expect(lockfileFaults(read('package.json') as Manifest, lockfile)).toEqual([])
  })

  it.each<[string, LockedPackage, RegExp]>([
    ['git', { ...good, resolved: 'git+ssh://git@example.com/a/b.git#1' }, /not from the registry/],
    ['another host', { ...good, resolved: 'https://packages.example.com/a.tgz' }, /not from the registry/],
    ['plain http', { ...good, resolved: 'http://registry.npmjs.org/a.tgz' }, /not from the registry/],
    ['a file', { ...good, resolved: 'file:../a.tgz' }, /not from the registry/],
    ['a link', { ...good, link: true }, /link to a folder/],
    ['no hash', { version: '1.0.0' }, /no SHA-512/],
    ['a weak hash', { ...good, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, /no SHA-512/],
    ['an install script', { ...good, hasInstallScript: true }, /install script/],
  ])('refuse %s', (_name, entry, words) => {
    expect(faults('node_modules/a', entry).join()).toMatch(words)
  })

  it('take scripts that package.json names, and exact versions only', () => {
    const entry = { ...good, hasInstallScript: true }
    expect(faults('node_modules/a', entry, { allowScripts: { a: false } })).toEqual([])
    expect(faults('node_modules/a', good, { dependencies: { a: '^1.0.0' } })).toHaveLength(1)
    expect(faults('node_modules/a', good, { dependencies: { a: 'latest' } })).toHaveLength(1)
    expect(faults('node_modules/a', good, { dependencies: { a: '1.0.0-beta.17' } })).toEqual([])
  })

  it.each(safeFrom)('know that $name before $version is unsafe, wherever it lies', ({ name, version }) => {
    expect(faults(`node_modules/x/node_modules/${name}`, { ...good, version: '1.0.0' })).toHaveLength(1)
    expect(faults(`node_modules/${name}`, { ...good, version })).toEqual([])
  })
})

describe('the audit', () => {
  const report = (counts: object, vulnerabilities: object = {}) =>
    JSON.stringify({ metadata: { vulnerabilities: counts }, vulnerabilities })

  it('passes by a report without grave holes alone', () => {
    expect(auditVerdict(report({ low: 3, high: 0, critical: 0 }), '').state).toBe('passed')
    const found = report(
      { high: 1 },
      { a: { name: 'a', severity: 'high' }, b: { name: 'b', severity: 'low' } },
    )
    expect(auditVerdict(found, '')).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('a (high)') as string,
    })
  })

  it.each([
    ['', 'npm warn audit 405 Method Not Allowed - POST'],
    [
      '{"message":"request failed","error":{"summary":"","detail":""}}',
      'npm error audit endpoint returned an error',
    ],
    ['not JSON', ''],
  ])('has not passed when the service cannot be asked: %s %s', (stdout, stderr) => {
    const { state, words } = auditVerdict(stdout, stderr)
    expect(state).toBe('unknown')
    expect(words).toContain('not a passed audit')
  })
})
