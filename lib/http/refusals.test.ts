import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi } from './api/openapi'
import { endpoint } from './endpoint'

const run = () => Promise.resolve({ body: null })
const read = endpoint({ summary: 'Read', verbs: ['view'], answer: z.object({ n: z.number() }), run })
const move = endpoint({
  summary: 'Move',
  verbs: ['match'],
  params: z.object({ id: z.string().regex(/^[a-z]+$/) }),
  body: z.strictObject({ n: z.number() }).optional(),
  answer: z.object({ n: z.number() }),
  success: [200, 202],
  run,
})
const remove = endpoint({ summary: 'Remove', verbs: ['view'], params: z.object({ id: z.string() }), run })
const save = endpoint({
  summary: 'Save',
  verbs: ['audit.export'],
  media: ['text/csv'],
  refusals: ['not-found'],
  run,
})

interface Operation {
  parameters: { name: string; schema: { pattern?: string } }[]
  requestBody?: { required: boolean }
  responses: Record<string, { description: string; content?: Record<string, unknown> }>
  'x-verbs': string[]
}
const { paths } = openApi([
  { path: '/things', methods: { GET: read } },
  { path: '/things/{id}', methods: { PUT: move, DELETE: remove } },
  { path: '/file', methods: { GET: save } },
]) as { paths: Record<string, Record<string, Operation>> }
const operation = (path: string, method: string): Operation => {
  const found = paths[path]?.[method]
  if (!found) throw new Error(`no ${method} ${path}`)
  return found
}
const statuses = (path: string, method: string) => Object.keys(operation(path, method).responses)

describe('the statuses of an operation in the OpenAPI document', () => {
  it('of a read: no conflict, no body to refuse, nothing of a cluster', () => {
    expect(statuses('/things', 'get')).toEqual(['200', '400', '401', '403', '429', '431', '503'])
  })

  it('of a move: what clusters answer, and an outcome that is not known yet', () => {
    const wanted = '200 202 400 401 403 404 409 413 415 422 429 431 502 503'.split(' ')
    expect(statuses('/things/{id}', 'put')).toEqual(wanted)
    expect(operation('/things/{id}', 'put').responses['422']?.description).toContain('missing-destination')
  })

  it('of what answers nothing: 204 without content', () => {
    expect(statuses('/things/{id}', 'delete')[0]).toBe('204')
    expect(operation('/things/{id}', 'delete').responses['204']).not.toHaveProperty('content')
  })

  it('of a file: its media type, and the codes that it names itself', () => {
    expect(operation('/file', 'get').responses['200']?.content).toHaveProperty('text/csv')
    expect(statuses('/file', 'get')).toContain('404')
  })

  it('says which verbs, which pattern of a path, and whether a body must be there', () => {
    const { parameters, requestBody, 'x-verbs': verbs } = operation('/things/{id}', 'put')
    expect([parameters[0]?.schema.pattern, requestBody?.required, verbs]).toEqual([
      '^[a-z]+$',
      false,
      ['match'],
    ])
  })
})
