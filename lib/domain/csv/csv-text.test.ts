import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvText } from './csv-text'

/** A plain reader of RFC 4180. */
function read(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

describe('csvText', () => {
  it('writes numbers plainly, negative ones too, and nothing for what is not known', () => {
    expect(csvText([['v1', -1.5, null, Number.NaN, 1e21]])).toBe('v1,-1.5,,,1e+21\r\n')
  })

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =cmd',
    '\uFF1D1',
    '=HYPERLINK("https://x","y")',
  ])('takes the force from %j', (cell) => {
    expect(read(csvText([[cell]]))[0]?.[0]).toMatch(/^'\s*'?[=+\-@\uFF1D]/)
  })

  it.each([
    ['ok;=1+1', "ok;'=1+1"],
    ['ok;\t =cmd', "ok;\t '=cmd"],
    ['ok\t=1', "ok\t'=1"],
    ['ok\n=1;-2', "ok\n'=1;'-2"],
    ['a; b, -5', 'a; b, -5'],
  ])('takes the force from %j, where a semicolon, tab or line end parts cells', (cell, safe) => {
    expect(read(csvText([[cell]]))[0]?.[0]).toBe(safe)
  })

  it('is read back as it was, except for apostrophes, and holds no formula', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        (rows) => {
          const back = read(csvText(rows))
          expect(back).toHaveLength(rows.length)
          for (const [index, row] of rows.entries())
            for (const [column, cell] of row.entries()) {
              const got = back[index]?.[column]
              expect(got?.replaceAll("'", '')).toBe(cell.replaceAll("'", ''))
              expect(got).not.toMatch(/[;\t\r\n]\s*[=+\-@]/)
              expect(got).not.toMatch(/^\s*[=+\-@]/)
            }
        },
      ),
    )
  })
})
