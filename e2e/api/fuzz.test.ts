import Ajv2020 from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownCredentials } from '../support/fuzz-tokens'
import type { Playground } from '../support/playground'
import { webAlone } from '../support/drafts'
import { say } from '../support/say'
import type { JsonSchema } from '../support/schema-values'
import { broken, hostileValue, valid } from '../support/schema-values'
import type { Subject } from '../support/service'
import { appUrl, call } from '../support/target'

interface Parameter {
  name: string
  in: 'path' | 'query'
  required: boolean
  schema: JsonSchema
}
interface Operation {
  parameters: Parameter[]
  requestBody?: { required: boolean; content: { 'application/json': { schema: JsonSchema } } }
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: { Problem: JsonSchema } }
}
interface Request {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
}

const seed = Number(process.env['FUZZ_SEED'] ?? '20261130')
/** Requests for each operation by each of two people, half of them acceptable by the schema. */
const runs = Number(process.env['FUZZ_RUNS'] ?? '12')

const document = (await call<Document>('viewer', 'GET', '/openapi.json')).body
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
)
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
const problem = ajv.compile(document.components.schemas.Problem)

let place: Playground
let web: Subject
let real: Record<string, string>
let credentials: Awaited<ReturnType<typeof ownCredentials>>

beforeAll(async () => {
  say(`fuzzing with seed ${seed}; FUZZ_SEED and FUZZ_RUNS give another`)
  ;({ place, web } = await webAlone('fuzz'))
  const { cluster, namespace, name } = web.ref
  const route = (await web.routePath()).split('/').at(-1) ?? ''
  real = { c: cluster, ns: namespace, name, route, rule: 'main', key: 'v2', seq: '1' }
  credentials = await ownCredentials(namespace)
})

afterAll(async () => {
  await credentials.forget()
  await place.remove()
})

/** Half of the time what is there, in a namespace of this test's own; nothing else can be touched with its tokens. */
const pathValue = ({ name, schema }: Parameter) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(real[name] ?? 'no-such') },
    { weight: 1, arbitrary: valid(schema) },
    { weight: 1, arbitrary: hostileValue },
  )

const queryValue = ({ schema }: Parameter) =>
  fc.oneof({ weight: 3, arbitrary: valid(schema) }, { weight: 1, arbitrary: hostileValue })

function requestsOf({ parameters, requestBody }: Operation): fc.Arbitrary<Request> {
  const inPath = parameters.filter((each) => each.in === 'path')
  const inQuery = parameters.filter((each) => each.in === 'query')
  const body = requestBody ? valid(requestBody.content['application/json'].schema) : fc.constant(undefined)
  const maybeBroken = body.chain((good) =>
    fc.oneof(fc.constant(good), requestBody ? broken(good) : fc.constant(good)),
  )
  return fc.record({
    params: fc.record(Object.fromEntries(inPath.map((each) => [each.name, pathValue(each)]))),
    query: fc.record(Object.fromEntries(inQuery.map((each) => [each.name, queryValue(each)])), {
      requiredKeys: inQuery.filter(({ required }) => required).map(({ name }) => name),
    }),
    body: maybeBroken,
  })
}

const written = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : JSON.stringify(value)

async function send(method: string, path: string, { params, query, body }: Request, token: string) {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(written(params[name])).replace(/^\.+$/, 'dots'),
  )
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, written(value)]),
  )
  for (;;) {
    const stop = new AbortController()
    const response = await fetch(`${appUrl()}/api/v1${filled}${search.size > 0 ? `?${search}` : ''}`, {
      method,
      redirect: 'manual',
      signal: stop.signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    const text = type === 'text/event-stream' ? '' : await response.text()
    stop.abort()
    if (response.status !== 429) return { status: response.status, type, text }
    const seconds = Number(response.headers.get('retry-after'))
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  }
}

describe('requests that nobody would think of', () => {
  it.each(operations)('$method $path', async ({ method, path, operation }) => {
    const validators = new Map(
      Object.entries(operation.responses).flatMap(([status, { content }]) => {
        const schema = content?.['application/json']?.schema
        return schema && Object.keys(schema).length > 0
          ? [[Number(status), ajv.compile(schema)] as const]
          : []
      }),
    )
    for (const { role, token } of credentials.people)
      await fc.assert(
        fc.asyncProperty(requestsOf(operation), async (request) => {
          const { status, type, text } = await send(method, path, request, token)
          const documented = operation.responses[status]
          expect(documented, `${role}: ${status} is not documented: ${text.slice(0, 300)}`).toBeDefined()
          expect(status, `${role}: ${text.slice(0, 300)}`).not.toBe(500)
          if (status >= 400) {
            expect(type).toBe('application/problem+json')
            expect(problem(JSON.parse(text)), ajv.errorsText(problem.errors)).toBe(true)
          } else if (documented?.content) {
            expect(Object.keys(documented.content)).toContain(type)
            const fits = validators.get(status)
            if (fits)
              expect(
                fits(JSON.parse(text)),
                `${status}: ${JSON.stringify(fits.errors)} of ${text.slice(0, 2000)}`,
              ).toBe(true)
          }
        }),
        { seed, numRuns: runs, endOnFailure: true },
      )
  })

  it('left the server whole', async () => {
    expect((await call('viewer', 'GET', '/me')).status).toBe(200)
    expect((await call<{ ok: boolean }>('auditor', 'GET', '/audit/verify')).body).toMatchObject({ ok: true })
  })
})
