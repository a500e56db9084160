import { z } from 'zod'
import { ProblemDto } from '../../contracts/common'
import { PlanBody } from '../../contracts/plans'
import type { AnyEndpoint } from '../endpoint'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { statusOf } from '../problem'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })

const errorStatuses = [...new Set(Object.values(statusOf))].sort((a, b) => a - b)

function parameters(path: string, target: AnyEndpoint) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const query = target.query ? schemaOf(target.query, 'input') : undefined
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: query?.required?.includes(name) ?? false,
    schema,
  }))
  return [...inPath, ...inQuery]
}

function operation(path: string, target: AnyEndpoint) {
  const errors = Object.fromEntries(
    errorStatuses.map((status) => [
      status,
      {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
  const success = target.answer
    ? {
        200: {
          description: 'OK',
          content: { 'application/json': { schema: schemaOf(target.answer, 'output') } },
        },
      }
    : { 204: { description: 'Done' } }
  return {
    summary: target.summary,
    description: `Needs ${target.verbs.join(' or ')}.`,
    parameters: parameters(path, target),
    ...(target.body
      ? { requestBody: { content: { 'application/json': { schema: schemaOf(target.body, 'input') } } } }
      : {}),
    responses: { ...success, ...errors },
  }
}

/** The OpenAPI 3.1 document of a table of routes. */
export function openApi(table: readonly RouteEntry[]): Record<string, unknown> {
  const paths = table.map(({ path, methods }) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, target]) => [method.toLowerCase(), operation(path, target)]),
    ),
  ])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Aviary',
      version: '1',
      description: 'The HTTP API of Aviary. Sign in, or send an API token as a bearer.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(paths) as unknown,
    components: {
      schemas: { Problem: schemaOf(ProblemDto, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  }
}

/** The route that serves the document of all others. */
export const openApiRoutes = (described: readonly RouteEntry[]): RouteEntry[] => {
  let made: Record<string, unknown> | undefined
  return [
    {
      path: '/openapi.json',
      methods: {
        GET: endpoint({
          summary: 'This document',
          verbs: ['view'],
          answer: z.unknown(),
          run: () => Promise.resolve({ body: (made ??= openApi(described)) }),
        }),
      },
    },
    {
      path: '/schemas/plan',
      methods: {
        GET: endpoint({
          summary: 'The JSON Schema of a plan, for editors and pipelines',
          verbs: ['view'],
          answer: z.unknown(),
          run: () => Promise.resolve({ body: planSchema() }),
        }),
      },
    },
  ]
}

/** What `plan` of a release may hold, as JSON Schema. */
const planSchema = (): Record<string, unknown> => ({ title: 'Plan', ...schemaOf(PlanBody, 'input') })
