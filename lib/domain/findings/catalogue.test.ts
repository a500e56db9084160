import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { kindIdOf } from '../kind-id'
import { findAll, findingRules } from './catalogue'
import type { Severity } from './finding'
import { inputOfManifests } from './manifest-cluster.fixture'

const folder = path.join(import.meta.dirname, 'manifests')
const severityOrder: readonly Severity[] = ['blocking', 'warning', 'hint']
const files = readdirSync(folder).sort()

/** Codes that a file says it finds besides its own: `# Also found: one, two`. */
function companionsOf(text: string): string[] {
  const list = /^# Also found: (.*)$/m.exec(text)?.[1]
  return list === undefined ? [] : list.split(', ')
}

function read(code: string, which: 'triggers' | 'clean') {
  const text = readFileSync(path.join(folder, `${code}.${which}.yaml`), 'utf8')
  const input = inputOfManifests(text)
  return { ...input, input, text, findings: findAll(input) }
}

it('has manifests for every rule, and for nothing else', () => {
  const wanted = findingRules.flatMap(({ code }) => [`${code}.clean.yaml`, `${code}.triggers.yaml`])
  expect(files).toEqual(wanted.sort())
})

describe.each(findingRules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  it('is found in the manifests that trigger it, and nothing else is', () => {
    const { text, findings } = read(code, 'triggers')
    expect([...new Set(findings.map((finding) => finding.code))].sort()).toEqual(
      [code, ...companionsOf(text)].sort(),
    )
  })

  it('is not found in the clean ones, and nothing else is', () => {
    const { text, findings } = read(code, 'clean')
    expect([...new Set(findings.map((finding) => finding.code))].sort()).toEqual(companionsOf(text).sort())
  })

  it('says where and what to do, in words of its own', () => {
    const { input, view } = read(code, 'triggers')
    const found = rule.check(input)
    for (const { title, detail, remedy, severity, objects } of found) {
      expect(title.length).toBeGreaterThan(20)
      expect(detail).not.toBe('')
      expect(remedy).not.toBe('')
      expect(severityOrder.indexOf(severity)).toBeGreaterThanOrEqual(severityOrder.indexOf(rule.severity))
      expect(objects.length).toBeGreaterThan(0)
      for (const { apiVersion, kind, namespace, name } of objects) {
        const id = kindIdOf({ apiVersion, kind })
        expect(id && view.get(id, namespace, name)).toMatchObject({ apiVersion, kind })
      }
    }
    expect(found.some(({ severity }) => severity === rule.severity)).toBe(true)
  })
})

it('tells each rule once, with every text that a list of rules needs', () => {
  expect(new Set(findingRules.map(({ code }) => code)).size).toBe(findingRules.length)
  for (const { code, title, explanation, remedy, docs } of findingRules) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(title).toMatch(/^[a-zA-Z]/)
    expect(explanation).toMatch(/\.$/)
    expect(remedy).toMatch(/\.$/)
    expect(docs).toMatch(/^https:\/\//)
  }
})

it('lists the rules in the order of how bad they are', () => {
  const severities = findingRules.map(({ severity }) => severityOrder.indexOf(severity))
  expect(severities).toEqual([...severities].sort())
})

describe('docs/findings.md', () => {
  it('has one line for each code', () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../docs/findings.md'), 'utf8')
    const lines = page.split('\n').filter((line) => line.startsWith('| `'))
    const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()))
    expect(cells.map(([, code, severity, title, remedy]) => ({ code, severity, title, remedy }))).toEqual(
      findingRules.map(({ code, severity, title, remedy }) => ({
        code: `\`${code}\``,
        severity,
        title,
        remedy,
      })),
    )
  })
})
