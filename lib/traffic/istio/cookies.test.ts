import { expect, it } from 'vitest'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import { conditionsOf } from './conditions'
import { cookies } from './cookies'

const cookie = (rest: Omit<MatchCondition, 'kind'>): MatchCondition => ({ kind: 'cookie', ...rest })

it.each([
  cookie({ name: 'beta', op: 'exact', value: 'true' }),
  cookie({ name: 'a.b', op: 'exact', value: 'x+(1)' }),
  cookie({ name: 'beta', op: 'exact', value: '' }),
  cookie({ name: 'beta', op: 'prefix', value: 'y.s' }),
  cookie({ name: 'beta', op: 'regex', value: 'a|b' }),
  cookie({ name: 'beta', op: 'present' }),
])('reads back %j', (condition) => {
  expect(cookies.read(cookies.write(condition))).toEqual(condition)
  expect(conditionsOf({ headers: { Cookie: { regex: cookies.write(condition) } } })).toEqual([condition])
})

it.each(['.*beta=true.*', '(.*;\\s*)?beta(;.*)?', '(.*;\\s*)?b.*=1(;.*)?', ''])(
  'leaves %j a pattern of the header',
  (regex) => {
    expect(cookies.read(regex)).toBeUndefined()
    expect(conditionsOf({ headers: { cookie: { regex } } })).toEqual([
      { kind: 'header', name: 'cookie', op: 'regex', value: regex },
    ])
  },
)
