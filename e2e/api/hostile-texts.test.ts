import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { OperationDto } from '@/lib/contracts/moves'
import { webAlone } from '../support/drafts'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call, until } from '../support/target'

const texts = [
  `it's "quoted" \\ and \`ticked\``,
  'two\nlines\r\nand a\ttab',
  '"}) or vector(1) #',
  '\u202eright to left\u2066 and back\u2069',
  '🐦👩‍👩‍👧‍👦 e\u0301',
  '__proto__',
  'constructor.prototype',
  'a'.repeat(253),
  "=cmd|' /C calc'!A0",
  '+1+1',
  '@SUM(1,1)',
  '-2+3',
  '<script>alert(1)</script>',
  'x\u2028{"level":"error","msg":"forged"}\u2029x',
  '\u001b[2J\u0007\u0085\u009b',
  '{{7*7}} ${7*7} %s %n',
  "'; DROP TABLE audit_event; --",
]

let place: Playground
let web: Subject

beforeAll(async () => {
  ;({ place, web } = await webAlone('texts'))
})
afterAll(() => place.remove())

describe('texts that break what was not made for them', () => {
  it('come back from operations and from the chain as they were given', async () => {
    for (const [at, reason] of texts.entries()) {
      const reply = await web.setWeights(
        'release-manager',
        { v1: 99 - (at % 2), v2: 1 + (at % 2) },
        { reason },
      )
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
      expect(reply.body.reason).toBe(reason)
    }
    const service = encodeURIComponent(Object.values(web.ref).join('/'))
    const made = await call<{ items: OperationDto[] }>(
      'viewer',
      'GET',
      `/operations?service=${service}&limit=500`,
    )
    expect(new Set(made.body.items.map(({ reason }) => reason))).toEqual(new Set(texts))
    const audit = await call<{ items: AuditEventDto[] }>(
      'auditor',
      'GET',
      `/audit?service=${service}&limit=500`,
    )
    const intents = audit.body.items.filter(({ reason }) => reason !== undefined)
    for (const event of intents)
      expect((JSON.parse(event.body) as { reason: string }).reason).toBe(event.reason)
    expect(new Set(intents.map(({ reason }) => reason))).toEqual(new Set(texts))
    expect((await call('auditor', 'GET', '/audit/verify')).body).toMatchObject({ ok: true })
  })

  it('are no formulas in an export', async () => {
    const { body } = await call<string>('auditor', 'GET', '/audit/export?format=csv')
    expect(body).toContain('DROP TABLE')
    expect(body.split('\n').filter((line) => /(?:^|,)"?[=+@]/.test(line))).toEqual([])
  })

  it.each(texts)('name nothing as a name, and find what they are: %j', async (text) => {
    const written = encodeURIComponent(text)
    const { cluster, namespace } = web.ref
    const paths = [
      `/services/${cluster}/${namespace}/${written}`,
      `/releases/${written}`,
      `/templates/${written}`,
    ]
    for (const path of paths) expect((await call('viewer', 'GET', path)).status, path).toBe(404)
    const seen = (await call('viewer', 'GET', `/services?q=${written}`)).status
    const read = (await call('auditor', 'GET', `/audit?limit=5&q=${written.slice(0, 200)}`)).status
    expect([200, 400]).toContain(seen)
    expect([200, 400]).toContain(read)
    expect((await call('viewer', 'GET', `/me/can?verb=${written}`)).status).toBe(400)
  })

  it('are matched by routes as they stand there, in objects with the longest name there may be', async () => {
    const name = 'w'.repeat(253)
    const exact = `"}) or vector(1) # \\ 🐦`
    const rule = { name: 'odd', match: [{ headers: { 'x-odd': { exact } } }] }
    const route = split('web', { v1: 100, v2: 0 })
    await place.apply(
      routeManifest(place.namespace, name, [{ ...rule, route }], { spec: { hosts: ['web'] } }),
    )
    const found = await until(
      'the route with the long name',
      async () => (await web.detail()).routes.find((route) => route.name === name),
      (route) => route !== undefined,
    )
    expect(found?.rules[0]?.match.flat()).toContainEqual({
      kind: 'header',
      name: 'x-odd',
      op: 'exact',
      value: exact,
    })
    const manifest = await call('viewer', 'GET', `${web.path}/routes/${found?.id ?? ''}/manifest`)
    expect([manifest.status, JSON.stringify(manifest.body).includes(JSON.stringify(exact))]).toEqual([
      200,
      true,
    ])
    expect((await call('viewer', 'GET', `${web.path}/metrics`)).status).toBe(200)
  })
})
