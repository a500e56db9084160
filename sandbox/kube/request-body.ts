import type { IncomingMessage } from 'node:http'
import { parse } from 'yaml'
import { isObject, type JsonObject } from './json'
import { badRequest, tooLarge, unsupportedMediaType } from './status'

/** The API server's own limit for one request. */
export const maxBodyBytes = 3 * 1024 * 1024

export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
}

/** The whole body as text. Throws a 413 Status past the limit. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // Read on to the end, or a client that is still sending never sees the answer.
    if (size <= maxBodyBytes) chunks.push(chunk)
  }
  if (size > maxBodyBytes) throw tooLarge(maxBodyBytes)
  return Buffer.concat(chunks).toString('utf8')
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badRequest(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** An object sent as JSON or YAML. Throws a 400 or 415 Status. */
export async function readObject(request: IncomingMessage): Promise<JsonObject> {
  const type = mediaType(request)
  if (type !== 'application/json' && type !== 'application/yaml' && type !== '')
    throw unsupportedMediaType(['application/json', 'application/yaml'])
  const text = await readBody(request)
  const body: unknown =
    type === 'application/yaml' ? parse(text) : parseJson(text, "couldn't get version/kind; json parse error")
  if (!isObject(body)) throw badRequest('the object provided is unrecognized (must be a JSON object)')
  return body
}
