import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CreateReleaseBody } from '@/lib/contracts/releases'
import { bodyOf, formOf } from './new-release-form'

it('reads the link that docs/release-links.md shows', () => {
  const docs = readFileSync('docs/release-links.md', 'utf8')
  const [, link = ''] = /```\n\/releases\/new\?([\s\S]+?)\n```/.exec(docs) ?? []
  const form = formOf(new URLSearchParams(link.replace(/\s+/g, '')))
  expect(CreateReleaseBody.parse(bodyOf(form, '')).plan).toMatchObject({
    preset: 'dark-launch',
    when: [{ kind: 'header', name: 'x-user', op: 'exact', value: 'developer' }],
    step: 20,
    bake: 300,
    checks: [{ kind: 'success-rate', slo: 99.9 }],
    approvals: { count: 1 },
  })
})
