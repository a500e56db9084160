import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import type { TextParts } from '../services/topology/shared-text'
import { acceptsGzip } from './accepts-gzip'
import { declareGzip } from './encoding'
import type { Answer } from './endpoint'
import { PartEncoder } from './part-encoder'
import { commonHeaders } from './problem'

const compress = promisify(gzip)
/** Bytes below which compressing costs more than it saves. */
const worthwhile = 1024

/** An answer as text, before it is known how it travels. */
export interface RenderedAnswer {
  status: number
  headers: Record<string, string>
  /** Empty where the status allows no body. */
  text: TextParts
}

/** The text of an answer that is no stream. */
export function renderAnswer(
  answer: Exclude<Answer, { stream: Response }>,
  requestId: string,
): RenderedAnswer {
  const status = answer.status ?? 200
  const bodiless = status === 204 || status === 304
  return {
    status,
    headers: { ...jsonHeaders(requestId, status), ...answer.headers },
    text: bodiless ? [] : 'parts' in answer ? answer.parts : [JSON.stringify(answer.body)],
  }
}

/** The text of an answer in one piece. */
export const plainText = (text: TextParts): string =>
  text.map((part) => (typeof part === 'string' ? part : Buffer.from(part.bytes).toString())).join('')

export const jsonHeaders = (requestId: string, status: number): Record<string, string> => ({
  ...commonHeaders,
  'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
  vary: 'accept-encoding',
  'x-request-id': requestId,
})

/**
 * The answer on its way, gzip where the reader takes it. `secret` answers stay as they are: the length of a compressed
 * one tells about what it holds.
 */
export async function sendAnswer(
  { status, headers, text }: RenderedAnswer,
  request: Request,
  secret = false,
): Promise<Response> {
  if (request.method === 'HEAD' || text.length === 0) return new Response(null, { status, headers })
  const wanted = !secret && acceptsGzip(request.headers.get('accept-encoding'))
  const [only] = text
  if (text.length === 1 && typeof only === 'string') {
    const packed = wanted && Buffer.byteLength(only) >= worthwhile ? await compress(only) : undefined
    return new Response(packed && declareGzip() ? packed : only, { status, headers })
  }
  const packer = new PartEncoder(true)
  // Only what is ready is declared: an error on the way would be sent as it is.
  const parts = await packer.prepare(wanted ? text : [])
  if (!wanted || !declareGzip()) return new Response(plainText(text), { status, headers })
  const body = Buffer.concat([...packer.begin(), ...packer.write(parts), ...packer.end()])
  return new Response(body, { status, headers })
}
