import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { settingsFile } from './settings-file'

const dir = mkdtempSync(path.join(tmpdir(), 'aviary-settings-'))
const file = path.join(dir, 'settings.json')
let changes = 0

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => rmSync(dir, { recursive: true }))

/** Each change has a time of its own, however fast the test is. */
function write(text: string): void {
  writeFileSync(file, text)
  changes += 1
  utimesSync(file, changes, changes)
}
const later = () => vi.setSystemTime(Date.now() + 1001)
const read = (report: (error: unknown) => void) =>
  settingsFile(file, (text) => JSON.parse(text) as unknown, report)

it('a file that is bad at the start is an error', () => {
  write('{')
  expect(() => read(() => undefined)).toThrow(SyntaxError)
  expect(() => settingsFile(path.join(dir, 'none'), String, () => undefined)).toThrow('ENOENT')
})

it('is read again when it changes, at most once a second', () => {
  write('1')
  const content = read(() => undefined)
  write('2')
  expect(content()).toBe(1)
  later()
  expect(content()).toBe(2)
})

it('that turns bad keeps the last good content, and is reported once for each change', () => {
  const reported: unknown[] = []
  write('1')
  const content = read((error) => reported.push(error))
  for (const [text, count] of [
    ['{', 1],
    ['[', 2],
  ] as const) {
    write(text)
    for (let look = 0; look < 3; look += 1) {
      later()
      expect(content()).toBe(1)
    }
    expect(reported).toHaveLength(count)
  }
  write('3')
  later()
  expect(content()).toBe(3)
})
