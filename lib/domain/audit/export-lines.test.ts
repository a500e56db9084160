import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditEvent } from './event'
import { exportCsvHead, exportCsvRow, exportLine } from './export-lines'

const chain = '00000000-0000-4000-8000-000000000001'
const event: AuditEvent = {
  seq: 7,
  epoch: 1,
  prevHash: 'aa',
  hash: 'bb',
  id: 'e-7',
  time: '2026-11-20T10:00:00.000Z',
  kind: 'intent',
  action: 'set-weights',
  result: 'pending',
  actor: { issuer: 'https://id.example', subject: 'u-1', name: 'Zoë' },
  body: '{"a":1}',
}

describe('a line of JSON', () => {
  it('begins with the place in the chain, and ends with the body and one line end', () => {
    expect(exportLine({ ...event, reason: 'line\nbreak' }, chain)).toBe(
      `{"chain":"${chain}","epoch":1,"seq":7,"prevHash":"aa","hash":"bb","id":"e-7","time":"2026-11-20T10:00:00.000Z",` +
        '"kind":"intent","action":"set-weights","result":"pending","actor":{"issuer":"https://id.example","subject":"u-1","name":"Zoë"},' +
        '"reason":"line\\nbreak","body":"{\\"a\\":1}"}\n',
    )
  })

  it('is one line that gives back any event', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
        const after = JSON.parse(JSON.stringify(value)) as unknown
        const written = { ...event, reason: text, after, body: text }
        const line = exportLine(written, chain)
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect(JSON.parse(line)).toEqual({ chain, ...written })
      }),
    )
  })
})

describe('a row of CSV', () => {
  it('has a cell for each column, empty where the event has nothing', () => {
    const columns = exportCsvHead.trimEnd().split(',')
    expect(exportCsvRow(event, chain).split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)).toHaveLength(columns.length)
    expect(exportCsvRow(event, chain)).toBe(
      `7,2026-11-20T10:00:00.000Z,intent,set-weights,pending,https://id.example,u-1,Zoë,,,,,,,,,,e-7,${chain},1,aa,bb,"{""a"":1}"\r\n`,
    )
  })

  it('lets no text run as a formula', () => {
    const bad = { ...event, reason: '=HYPERLINK("http://evil")', action: '@SUM(1)' }
    const row = exportCsvRow({ ...bad, actor: { ...event.actor, name: '\t-2+3' } }, chain)
    expect(row).toContain(`"'=HYPERLINK(""http://evil"")"`)
    expect(row).toContain(`,'@SUM(1),`)
    expect(row).toContain(`"'\t'-2+3"`)
  })

  it('keeps what was recorded as JSON', () => {
    const row = exportCsvRow({ ...event, before: { v1: 100 }, after: '=1+1', detail: null }, chain)
    expect(row).toContain('"{""v1"":100}","""=1+1""",null,e-7')
  })
})
