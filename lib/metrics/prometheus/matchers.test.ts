import { expect, test } from 'vitest'
import { parseMatchers } from './matchers'
import { matcherText } from './promql'

test.each([
  ['cluster="prod"', [{ label: 'cluster', op: '=', value: 'prod' }]],
  [
    'cluster="prod", tenant=~"a|b" ,zone!="x",env!~""',
    [
      { label: 'cluster', op: '=', value: 'prod' },
      { label: 'tenant', op: '=~', value: 'a|b' },
      { label: 'zone', op: '!=', value: 'x' },
      { label: 'env', op: '!~', value: '' },
    ],
  ],
  [
    String.raw`a="x,y=\"z\"",b="back\\slash\n"`,
    [
      { label: 'a', op: '=', value: 'x,y="z"' },
      { label: 'b', op: '=', value: 'back\\slash\n' },
    ],
  ],
])('%s', (text, matchers) => {
  expect(parseMatchers(text)).toEqual(matchers)
  expect(parseMatchers(matchers.map((each) => matcherText({ ...each, op: '=' })).join(','))).toHaveLength(
    matchers.length,
  )
})

test.each([
  '',
  ' ',
  'cluster',
  'cluster=prod',
  "cluster='prod'",
  '{cluster="prod"}',
  'cluster="prod",',
  'cluster="prod" tenant="a"',
  'cluster=="prod"',
  'cluster="prod"} or up{a="b"',
  'a-b="c"',
  '"a.b"="c"',
  String.raw`a="\x41"`,
  'a="b',
  '__name__="up"',
])('refuses %j', (text) => {
  expect(() => parseMatchers(text)).toThrow(/such as cluster="prod"/)
})
