import { expect, test } from 'vitest'
import { compileRule } from './match-rule'
import { literalsOf, parseRule } from './parse-rule'

const request = {
  user: 1,
  ip: '198.18.0.7',
  path: '/stall/7',
  method: 'GET',
  headers: { 'x-user': 'developer', cookie: 'session=1; beta=true' },
  query: { preview: 'true', empty: '' },
}

/** Whether the rule takes the request; undefined where Traefik would drop the router. */
function takes(rule: string): boolean | undefined {
  const tree = parseRule(rule)
  return tree && compileRule(tree)?.(request, 'stall.bazaar.example')
}

test.each<[string, boolean]>([
  ['Host(`stall.bazaar.example`)', true],
  ['Host(`Stall.Bazaar.Example`)', true],
  ['host("stall.bazaar.example")', true],
  ['Host(`bazaar.example`)', false],
  ['HostRegexp(`bazaar`)', true],
  ['HostRegexp(`^.+\\.bazaar\\.example$`)', true],
  ['Path(`/stall/7`)', true],
  ['Path(`/stall`)', false],
  ['PathPrefix(`/st`)', true],
  ['PathRegexp(`\\d$`)', true],
  ['Header(`X-User`, `developer`)', true],
  ['Header(`X-User`, `dev`)', false],
  ['HeaderRegexp(`X-User`, `^dev`)', true],
  ['HeaderRegexp(`Cookie`, `(^|;\\s*)beta=true(;|$)`)', true],
  ['Query(`preview`, `true`)', true],
  ['Query(`preview`)', false],
  ['Query(`preview`, `false`)', false],
  ['QueryRegexp(`preview`, `^t`)', true],
  ['Method(`get`)', true],
  ['ClientIP(`198.18.0.7`)', true],
  ['ClientIP(`198.18.0.0/16`)', true],
  ['ClientIP(`10.0.0.0/8`)', false],
  ['ClientIP(`::1`)', false],
  ['!Method(`GET`)', false],
  ['!!Method(`GET`)', true],
  ['Method(`POST`) || Method(`GET`)', true],
  ['Method(`GET`) && Path(`/x`) || Host(`stall.bazaar.example`)', true],
  ['Host(`stall.bazaar.example`) || Method(`POST`) && Path(`/x`)', true],
  ['(Host(`stall.bazaar.example`) || Method(`POST`)) && Path(`/x`)', false],
  ['!(Method(`POST`) || Path(`/x`)) && Host(`stall.bazaar.example`)', true],
])('%s', (rule, expected) => {
  expect(takes(rule)).toBe(expected)
})

test.each([
  '',
  'Nonsense((',
  'Unknown(`a`)',
  'Host(`a`, `b`)',
  'Host()',
  'Host(``)',
  'Host(a)',
  'Host(`a`) &&',
  'Host(`a`) Path(`/b`)',
  'Path(`b`)',
  'Header(`a`)',
  'HostRegexp(`(`)',
  'ClientIP(`everywhere`)',
  'ClientIP(`10.0.0.0/64`)',
])('%s is no rule', (rule) => {
  expect(takes(rule)).toBeUndefined()
})

test('the values of matchers that are not negated', () => {
  const tree = parseRule('Host(`a`) && !Host(`b`) && (Path(`/c`) || Host(`d`))')
  expect(tree && literalsOf(tree, 'Host')).toEqual(['a', 'd'])
})
