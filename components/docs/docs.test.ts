import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi } from '@/lib/http/api/openapi'
import { endpoint } from '@/lib/http/endpoint'
import { apiGroups, curlOf } from './api-view'
import { errorGuide } from './error-guide'
import { exampleOf, Schema, schemaText } from './schema-text'
import { statusOf } from '@/lib/http/problem'
import { apiTable } from '@/lib/http/table'

const schemaOf = (schema: z.ZodType) =>
  Schema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))

describe('schemaText', () => {
  it('writes maps, optional parts, lists, choices and limits', () => {
    const schema = z.strictObject({
      name: z.string().min(1).max(100),
      role: z.enum(['viewer', 'admin']),
      weights: z.record(z.string(), z.number()),
      steps: z.array(z.union([z.object({ kind: z.literal('bake') }), z.null()])).optional(),
      total: z.number().int().min(1).default(100),
      at: z.iso.datetime({ offset: true }).optional(),
      other: z.unknown().optional(),
      rate: z.number().nullable(),
    })
    expect(schemaText(schemaOf(schema))).toBe(
      [
        '{',
        '  name: string, at least 1 characters, at most 100 characters',
        '  role: "viewer" | "admin"',
        '  weights: {',
        '    [name]: number',
        '  }',
        '  steps?: {',
        '    kind: "bake"',
        '  } | null[]',
        '  total?: integer, from 1, default 100',
        '  at?: string, date-time',
        '  other?: any',
        '  rate: number | null',
        '}',
      ].join('\n'),
    )
  })
})

describe('exampleOf', () => {
  it('fills in what is required, and the schema accepts it', () => {
    const schema = z.strictObject({
      name: z.string(),
      role: z.enum(['viewer', 'admin']),
      expires: z.iso.datetime({ offset: true }),
      plan: z.union([
        z.object({ steps: z.array(z.object({ weight: z.number().int().min(0) })) }),
        z.string(),
      ]),
      reason: z.string().optional(),
    })
    const example = exampleOf(schemaOf(schema))
    expect(schema.parse(example)).toEqual(example)
    expect(example).not.toHaveProperty('reason')
  })
})

describe('apiGroups', () => {
  const run = () => Promise.resolve({ body: null })
  const document = openApi([
    {
      path: '/services/{c}/{ns}',
      methods: {
        GET: endpoint({
          summary: 'One',
          verbs: ['view'],
          query: z.strictObject({ limit: z.number().optional() }),
          answer: z.object({ name: z.string() }),
          run,
        }),
      },
    },
    {
      path: '/services',
      methods: {
        POST: endpoint({
          summary: 'Make',
          verbs: ['scale', 'match'],
          body: z.object({ name: z.string() }),
          run,
        }),
      },
    },
    { path: '/me', methods: { GET: endpoint({ summary: 'Me', verbs: ['view'], answer: z.unknown(), run }) } },
  ])

  it('groups by the first segment and reads what the document says', () => {
    const groups = apiGroups(document, 'https://aviary.example')
    expect(groups.map(({ name, operations }) => [name, operations.map(({ method }) => method)])).toEqual([
      ['services', ['GET', 'POST']],
      ['me', ['GET']],
    ])
    expect(groups[0]?.operations).toMatchObject([
      {
        id: 'get-services-c-ns',
        needs: 'view',
        parameters: [
          { name: 'c', where: 'path', required: true, type: 'string' },
          { name: 'ns', where: 'path', required: true, type: 'string' },
          { name: 'limit', where: 'query', required: false, type: 'number' },
        ],
        response: '{\n  name: string\n}',
      },
      { id: 'post-services', needs: 'scale or match', request: '{\n  name: string\n}' },
    ])
  })

  it('understands the document of the whole API', () => {
    const operations = apiGroups(openApi(apiTable), 'https://aviary.example').flatMap(
      (group) => group.operations,
    )
    expect(operations).toHaveLength(apiTable.flatMap(({ methods }) => Object.keys(methods)).length)
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
  })

  it('writes calls that a shell takes', () => {
    expect(curlOf('https://a.example/api/v1', 'GET', '/services/{c}/{ns}')).toBe(
      'curl "https://a.example/api/v1/services/$C/$NS" \\\n  -H "Authorization: Bearer $AVIARY_TOKEN"',
    )
    const post = curlOf('https://a.example', 'POST', '/x', {
      type: 'object',
      required: ['n'],
      properties: { n: { const: "it's" } },
    })
    expect(post).toContain(`-d '{"n":"it'\\''s"}'`)
    expect(post).toContain('Idempotency-Key')
  })
})

it('the guide to errors names every code once, as the statuses do', () => {
  expect(Object.keys(errorGuide).sort()).toEqual(Object.keys(statusOf).sort())
})
