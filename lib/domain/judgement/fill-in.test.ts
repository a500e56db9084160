import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillIn, type Placeholders } from './fill-in'

const values: Placeholders = { version: 'v2.1', stable: 'v1', namespace: 'shop', service: 'checkout' }

describe('placeholders', () => {
  test.each([
    ['errors{version=$version,service=$service}', 'errors{version="v2.1",service="checkout"}'],
    ['a{ns!=$namespace} / a{v=$stable}', 'a{ns!="shop"} / a{v="v1"}'],
    ['label_replace(a, "x", "$1", "y", "(.*)")', 'label_replace(a, "x", "$1", "y", "(.*)")'],
    ['$versions $version_ $Version', '$versions $version_ $Version'],
    ['$version$stable', '"v2.1""v1"'],
    ['a{b="c\\"$x"} == $version # $version', 'a{b="c\\"$x"} == "v2.1" # $version'],
    ["# don't\na{b=$stable}", '# don\'t\na{b="v1"}'],
  ])('%s', (text, filled) => {
    expect(fillIn(text, values)).toBe(filled)
  })

  test('behind a pattern operator they match themselves alone', () => {
    expect(fillIn('a{v=~$version,w!~ $version,x=$version}', values)).toBe(
      'a{v=~"v2\\\\.1",w!~ "v2\\\\.1",x="v2.1"}',
    )
  })

  test.each(['a{v="$version"}', "a{v='x-$stable'}", 'a{v=~`$service.*`}', 'a{v="open $namespace'])(
    'inside quotes they are refused: %s',
    (text) => {
      expect(() => fillIn(text, values)).toThrow(/without quotes/)
    },
  )

  test('no value leaves its quotes', () => {
    const odd = (service: string) => fillIn('a{s=$service}', { ...values, service })
    expect(odd('a"} or vector(1) #')).toBe('a{s="a\\"} or vector(1) #"}')
    expect(odd('a\nb')).toBe('a{s="a\\nb"}')
    expect(odd('back\\')).toBe('a{s="back\\\\"}')
    expect(odd('__proto__')).toBe('a{s="__proto__"}')
    expect(odd('$& $1 $$ $version')).toBe('a{s="$& $1 $$ $version"}')
    expect(fillIn('$__proto__ $constructor', values)).toBe('$__proto__ $constructor')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (service) => {
        expect(odd(service)).toMatch(/^a\{s="(?:[^"\\\n]|\\[^\n])*"\}$/)
      }),
    )
  })
})
