import { z } from 'zod'
import { exampleOf, Schema, schemaText } from './schema-text'

export interface ApiParameter {
  name: string
  where: string
  required: boolean
  type: string
}
export interface ApiOperation {
  /** Anchor on the page: `get-services-c-ns-name`. */
  id: string
  method: string
  path: string
  summary: string
  /** Verbs, one of which is needed: "weight.increase or weight.decrease". */
  needs: string
  parameters: ApiParameter[]
  request?: string
  response?: string
  curl: string
}
export interface ApiGroup {
  /** First segment of the path. */
  name: string
  operations: ApiOperation[]
}

const Content = z.object({ 'application/json': z.object({ schema: Schema }).optional() })
const Operation = z.object({
  summary: z.string(),
  description: z.string().default(''),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: Schema }))
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
})
const Document = z.object({
  servers: z.array(z.object({ url: z.string() })).min(1),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

/** The OpenAPI document as groups of operations by the first segment of their paths. Throws on another document. */
export function apiGroups(document: unknown, origin: string): ApiGroup[] {
  const { servers, paths } = Document.parse(document)
  const base = `${origin}${servers[0]?.url ?? ''}`
  const groups = new Map<string, ApiOperation[]>()
  for (const [path, methods] of Object.entries(paths)) {
    const name = path.split('/')[1] ?? ''
    const operations = Object.entries(methods).map(([method, operation]) =>
      viewOf(base, method.toUpperCase(), path, operation),
    )
    groups.set(name, [...(groups.get(name) ?? []), ...operations])
  }
  return [...groups].map(([name, operations]) => ({ name, operations }))
}

function viewOf(
  base: string,
  method: string,
  path: string,
  operation: z.infer<typeof Operation>,
): ApiOperation {
  const request = operation.requestBody?.content['application/json']?.schema
  const response = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1]
    .content?.['application/json']?.schema
  return {
    id: anchorOf(method, path),
    method,
    path,
    summary: operation.summary,
    needs: operation.description.replace(/^Needs (.*)\.$/, '$1'),
    parameters: operation.parameters.map(({ name, in: where, required, schema }) => ({
      name,
      where,
      required,
      type: schemaText(schema),
    })),
    ...(request === undefined ? {} : { request: schemaText(request) }),
    ...(response === undefined ? {} : { response: schemaText(response) }),
    curl: curlOf(base, method, path, request),
  }
}

/** `get-services-c-ns-name`. */
export function anchorOf(method: string, path: string): string {
  return `${method}${path}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
}

/** A call that can be pasted into a shell: parts of the path as upper-case variables, the token in AVIARY_TOKEN. */
export function curlOf(base: string, method: string, path: string, body?: Schema): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${base}${filled}"`,
    `-H "Authorization: Bearer $AVIARY_TOKEN"`,
    ...(method === 'GET' ? [] : [`-H "Idempotency-Key: $(uuidgen)"`]),
    ...(body === undefined
      ? []
      : [
          `-H 'Content-Type: application/json'`,
          `-d '${JSON.stringify(exampleOf(body)).replaceAll("'", `'\\''`)}'`,
        ]),
  ]
  return lines.join(' \\\n  ')
}
