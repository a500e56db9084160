import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readPolicy } from './policy'
import { policySchema } from './policy-schema'

const kept = JSON.parse(readFileSync('docs/policy.schema.json', 'utf8')) as Record<string, unknown>
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(kept)

describe('docs/policy.schema.json', () => {
  it('is the schema of today; npm run -s policy -- schema prints it', () => {
    expect(kept).toEqual(JSON.parse(JSON.stringify(policySchema())))
  })

  it.each(['sandbox/policy.yaml', 'docs/examples/policy.yaml'])('takes %s', (file) => {
    expect([accepts(parse(readFileSync(file, 'utf8'))), accepts.errors]).toEqual([true, null])
  })

  it.each([
    'bindings: []',
    'bindings: [{ group: a }]',
    'bindings: [{ role: viewer }]',
    'bindings: [{ group: a, subject: b, role: viewer }]',
    'bindings: [{ group: a, issuer: b, role: viewer }]',
    'bindings: [{ group: a, role: emperor }]',
    'bindings: [{ group: a, role: viewer, scope: { namespace: "a b" } }]',
    'bindings: [{ group: a, role: viewer, effect: maybe }]',
    'bindings: [{ group: a, role: viewer }]\npolicy: { twoPersons: 2 }',
  ])('refuses what Aviary refuses: %s', (text) => {
    expect([readPolicy(text).ok, accepts(parse(text))]).toEqual([false, false])
  })
})
