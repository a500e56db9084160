import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { eventHash } from '../lib/domain/audit/chain'
import type { AuditEvent } from '../lib/domain/audit/event'
import { at, chainId, chainOf, exportOf, genesis, sha256 } from './chain.fixture'
import { first, verify } from './verifier.fixture'

const events = chainOf(6)
const text = exportOf(events)
const lines = text.split('\n').slice(0, -1)
const third = at(lines, 2)

/** The export with another third line. */
const withThird = (line: string): string => `${lines.with(2, line).join('\n')}\n`

/** The export up to a third event with this body, whose hash is right. */
function withBody(body: string): string {
  const link = { chainId, epoch: 1, seq: 3, prevHash: at(events, 1).hash, body }
  const event: AuditEvent = { ...at(events, 2), body, hash: eventHash(link, sha256) }
  return exportOf([...events.slice(0, 2), event])
}

const field = (from: RegExp | string, to: string): string => {
  const line = third.replace(from, to)
  if (line === third) throw new Error(`${String(from)} is not in the line`)
  return withThird(line)
}
const body = at(events, 2).body

describe('a line that is not as the format says is malformed', () => {
  test.each<[string, string | Buffer]>([
    ['a number as text', field('"seq":3', '"seq":"3"')],
    ['a number with a fraction', field('"seq":3', '"seq":3.0')],
    ['a number with an exponent', field('"seq":3', '"seq":3e0')],
    ['a number beyond 2^53', field('"seq":3', '"seq":9007199254740993')],
    ['a number of exactly 2^53', field('"seq":3', '"seq":9007199254740992')],
    ['a negative number', field('"seq":3', '"seq":-3')],
    ['minus nought as epoch', field('"epoch":1', '"epoch":-0')],
    ['no number', field('"seq":3', '"seq":NaN')],
    ['null as a number', field('"seq":3', '"seq":null')],
    ['a hash in upper case', field(/"hash":"[0-9a-f]+"/, `"hash":"${at(events, 2).hash.toUpperCase()}"`)],
    ['a short hash', field(/"hash":"[0-9a-f]/, '"hash":"')],
    ['a chain in upper case', field(chainId, chainId.toUpperCase())],
    ['a renamed field', field('"action":', '"Action":')],
    ['a field with a letter that only looks alike', field('"action":', '"\u0430ction":')],
    ['a field missing', field('"action":"set-weights",', '')],
    ['an unknown field', field('"action":', '"extra":1,"action":')],
    ['__proto__ as a field', field('"action":', '"__proto__":{"x":1},"action":')],
    ['a field twice', field('"action":', '"action":"abort","action":')],
    ['a field twice, the second time escaped', field('"action":', '"\\u0061ction":"abort","action":')],
    ['a field of the actor twice', field('"issuer":', '"issuer":"x","issuer":')],
    ['a field of the actor missing', field(/"issuer":"[^"]*",/, '')],
    ['an unknown field of the actor', field('"issuer":', '"groups":"x","issuer":')],
    ['a list for the line', withThird(`[${third}]`)],
    ['a number for the line', withThird('7')],
    ['two objects on a line', withThird(third + third)],
    ['a comma too many', field(/\}$/, ',}')],
    ['half a line', withThird(third.slice(0, 400))],
    ['a comment', field(/^\{/, '{/* */')],
    ['a blank line', `${lines.slice(0, 2).join('\n')}\n\n${lines.slice(2).join('\n')}\n`],
    ['a blank line at the end', `${text}\n`],
    ['a byte order mark', `\ufeff${text}`],
    ['a control character inside a string', field('set-weights', 'set-\u0000weights')],
    ['a line separator of Unicode between tokens', field('"action":', '"action":\u2028')],
    ['a space that is none of JSON', field('"action":', '"action":\u00a0')],
    ['half of a surrogate pair in a field', field('"set-weights"', '"\\ud800"')],
    [
      'too many levels',
      field(/"after":\{.*\},"detail"/, `"after":${'['.repeat(70)}${']'.repeat(70)},"detail"`),
    ],
    ['a very deep line', withThird('['.repeat(500_000))],
    ['a line that is too long', withThird('x'.repeat(5_000_000))],
    [
      'invalid UTF-8',
      Buffer.concat([
        Buffer.from(lines.slice(0, 3).join('\n')),
        Buffer.from([0xff]),
        Buffer.from(`\n${lines.slice(3).join('\n')}\n`),
      ]),
    ],
    ['an encoded surrogate', Buffer.from(text).fill(Buffer.from([0xed, 0xa0, 0x80]), 600, 603)],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['no JSON at all', 'seq;time\n1;2\n'],
    ['a damaged gzip file', damaged(gzipSync(text))],
  ])('%s', async (_name, content) => {
    const result = await verify({ events: content })
    expect(result).toMatchObject({ exit: 1, verdict: 'tampered' })
    expect(first(result)?.[0]).toBe('malformed')
  })

  test.each([
    ['white space', body.replace(':', ': ')],
    ['keys in another order', body.replace('"before"', '"zbefore"')],
    ['a key twice', body.replace('{"action"', '{"action":"set-weights","action"')],
    ['an escape that need not be', body.replace('set-weights', 'set\\u002dweights')],
    ['an escaped slash', body.replace('https://', 'https:\\/\\/')],
    ['half of a surrogate pair', body.replace('set-weights', '\\ud800')],
    ['U+0000', body.replace('set-weights', '\\u0000')],
    ['a fraction', body.replace('100', '100.5')],
    ['a number that could be shorter', body.replace('100', '1e2')],
    ['a large number', body.replace('100', '9007199254740992')],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['no JSON', body.slice(1)],
    ['more than 64 KiB', body.replace('set-weights', 'é'.repeat(33_000))],
    ['many levels', body.replace('100', `${'['.repeat(70)}${']'.repeat(70)}`)],
  ])('a body with a right hash that has %s', async (_name, changed) => {
    expect(changed).not.toBe(body)
    const result = await verify({ events: withBody(changed) })
    expect(result).toMatchObject({ exit: 1, findings: [{ class: 'malformed', seq: 3, line: 3 }] })
    expect(result.findings[0]?.detail).toContain('body')
  })

  test('what is strange in a file is escaped when it is told', async () => {
    const result = await verify({ events: field('"action":', '"\\u001b[2J\u202eaction":') })
    expect(result.findings[0]?.detail).toContain('"\\u001b[2J\\u202eaction"')
  })
})

describe('what changes nothing is no tampering', () => {
  test.each<[string, string | Buffer]>([
    ['spaces between tokens', field('"action":', '\t "action" : ')],
    ['lines that end in CR LF', text.replaceAll('\n', '\r\n')],
    ['a needless escape in a field', field('"set-weights"', '"set\\u002dweights"')],
    [
      'fields in another order',
      withThird(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(third) as object).toReversed()))),
    ],
    ['gzip', gzipSync(text)],
    [
      'gzip in two parts',
      Buffer.concat([
        gzipSync(lines.slice(0, 2).join('\n') + '\n'),
        gzipSync(lines.slice(2).join('\n') + '\n'),
      ]),
    ],
    ['two ranges in one file', exportOf(events.slice(0, 3)) + exportOf(events.slice(3))],
  ])('%s', async (_name, content) => {
    expect(await verify({ events: content })).toMatchObject({ exit: 0, events: 6, total: 0 })
  })

  test('a large line', async () => {
    const large = chainOf(2, { ...genesis, chainId })
    const spaced = exportOf(large).replace('"action":', `"action":${' '.repeat(1_500_000)}`)
    expect(await verify({ events: spaced })).toMatchObject({ exit: 0, events: 2 })
  })
})

test('gzip that ends too early is incomplete', async () => {
  const packed = gzipSync(text)
  expect(await verify({ events: packed.subarray(0, packed.length - 40) })).toMatchObject({
    exit: 2,
    incomplete: [{ code: 'cut-line' }],
  })
})

function damaged(packed: Buffer): Buffer {
  const copy = Buffer.from(packed)
  copy[copy.length - 6] = (copy[copy.length - 6] ?? 0) ^ 1
  return copy
}
