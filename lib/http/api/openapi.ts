import { z } from 'zod'
import { ProblemDto } from '../../contracts/common'
import { PlanBody } from '../../contracts/plans'
import type { AnyEndpoint, Method } from '../endpoint'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { refusalStatuses, refusalsOf } from '../refusals'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })

function parameters(path: string, target: AnyEndpoint) {
  const known = target.params ? schemaOf(target.params, 'input').properties : undefined
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: known?.[name] ?? { type: 'string' },
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

function successes({ answer, media, success }: AnyEndpoint) {
  const plain = answer === undefined && media === undefined
  return Object.fromEntries(
    (success ?? [plain ? 204 : 200]).map((status) => [
      status,
      {
        description: status === 202 ? 'The outcome is not known yet' : 'Done',
        ...(status === 204
          ? {}
          : {
              content: Object.fromEntries(
                (media ?? ['application/json']).map((type) => [
                  type,
                  { schema: answer ? schemaOf(answer, 'output') : {} },
                ]),
              ),
            }),
      },
    ]),
  )
}

/** Node's own answer to a head that is too large, before anything of Aviary is asked. */
const beforeAviary = {
  431: { description: 'The head of the request is larger than 16 kB; there is no body' },
}

function operation(path: string, method: Method, target: AnyEndpoint) {
  const refused = Object.fromEntries(
    refusalStatuses(refusalsOf(method, target)).map(([status, codes]) => [
      status,
      {
        description: codes.join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
  const body = target.body ? schemaOf(target.body, 'input') : undefined
  return {
    summary: target.summary,
    description: `Needs ${target.verbs.join(' or ')}.`,
    'x-verbs': target.verbs,
    parameters: parameters(path, target),
    ...(target.body && body
      ? {
          requestBody: {
            required: !target.body.safeParse(undefined).success,
            content: { 'application/json': { schema: body } },
          },
        }
      : {}),
    responses: { ...successes(target), ...refused, ...beforeAviary },
  }
}

/** The OpenAPI 3.1 document of a table of routes. */
export function openApi(table: readonly RouteEntry[]): Record<string, unknown> {
  const paths = table.map(({ path, methods }) => [
    path,
    Object.fromEntries(
      (Object.entries(methods) as [Method, AnyEndpoint][]).map(([method, target]) => [
        method.toLowerCase(),
        operation(path, method, target),
      ]),
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

/** The routes that describe all others and themselves. */
export const openApiRoutes = (described: readonly RouteEntry[]): RouteEntry[] => {
  let made: Record<string, unknown> | undefined
  const own: RouteEntry[] = [
    {
      path: '/openapi.json',
      methods: {
        GET: endpoint({
          summary: 'This document',
          verbs: ['view'],
          answer: z.unknown(),
          run: () => Promise.resolve({ body: (made ??= openApi([...described, ...own])) }),
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
  return own
}

/** What `plan` of a release may hold, as JSON Schema. */
const planSchema = (): Record<string, unknown> => ({ title: 'Plan', ...schemaOf(PlanBody, 'input') })
