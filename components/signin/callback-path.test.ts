import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackPath } from './callback-path'

const origin = 'https://aviary.example'

describe('callbackPath', () => {
  it('keeps paths and addresses of this origin, with query and fragment', () => {
    expect(callbackPath('/releases/r-1?tab=log#end', origin)).toBe('/releases/r-1?tab=log#end')
    expect(callbackPath(`${origin}/audit?q=tax`, origin)).toBe('/audit?q=tax')
    expect(callbackPath('topology', origin)).toBe('/topology')
  })

  it('leads home from everywhere else', () => {
    const elsewhere = [
      undefined,
      '',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\t/evil.example',
      'https://evil.example/audit',
      'http://aviary.example/audit',
      'https://aviary.example.evil.example/',
      'https://someone@aviary.example/audit',
      `${origin}//evil.example`,
      '/..//evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://[',
      '/signin',
      '/signin?callbackUrl=/',
      '/api/auth/signout',
    ]
    for (const wanted of elsewhere) expect([wanted, callbackPath(wanted, origin)]).toEqual([wanted, '/'])
  })

  it('never leaves the origin, whatever it is given', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '//',
      '.',
      '..',
      ':',
      '@',
      '?',
      '#',
      '\t',
      '\n',
      'a',
      'https:',
      'evil.example',
      '%2f',
      '%5c',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
        ),
        (wanted) => {
          const path = callbackPath(wanted, origin)
          expect(path.startsWith('/')).toBe(true)
          expect(new URL(path, origin).origin).toBe(origin)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
