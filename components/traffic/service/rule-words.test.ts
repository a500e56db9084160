import { expect, it } from 'vitest'
import type { RuleDto } from '@/lib/contracts/services'
import { ruleTitle, ruleWords } from './rule-words'

const rule = (part: Partial<RuleDto>): RuleDto => ({
  id: 'r~33004aa68bede581',
  match: [],
  total: 100,
  destinations: [],
  mirrors: [],
  ...part,
})
const v1 = { key: 'v1', version: 'v1', host: 'web', weight: 100, percent: 100 }

it('never shows an id that Aviary gave', () => {
  const [first, second] = [rule({}), rule({ id: 'r~2', protocol: 'tcp' })]
  expect(ruleWords({ rules: [first] }, first)).toBe('')
  expect(ruleWords({ rules: [first, second] }, second)).toBe('tcp rule 2 of 2')
  expect(ruleWords({ rules: [second] }, second)).toBe('tcp rule')
})

it('calls a rule by its name', () => {
  const main = rule({ name: 'main', protocol: 'http' })
  expect(ruleWords({ rules: [main, rule({})] }, main)).toBe('rule main')
})

it('heads a rule with what it does', () => {
  expect(ruleTitle(rule({ destinations: [v1, { ...v1, key: 'v2', version: 'v2' }] }))).toBe('Traffic split')
  expect(ruleTitle(rule({ destinations: [v1] }))).toBe('Everything to v1')
  expect(ruleTitle(rule({ destinations: [v1], madeBy: 'beta' }))).toBe('Match beta')
  expect(ruleTitle(rule({ redirect: true }))).toBe('Redirect')
})
