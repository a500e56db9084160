import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'

const worthwhileBytes = 8 * 1024
const zip = promisify(gzip)

/** The same answer gzipped where the caller takes that and it is large enough; streams pass untouched. */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const takes = (request.headers.get('accept-encoding') ?? '').includes('gzip')
  if (!takes || !(response.headers.get('content-type') ?? '').includes('json') || response.body === null)
    return response
  const plain = Buffer.from(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.set('vary', 'accept-encoding')
  if (plain.byteLength < worthwhileBytes) return new Response(plain, { status: response.status, headers })
  // The fastest level: at a topology of 2.5 MB the time saved is worth more than the last tenth of the bytes.
  const small = await zip(plain, { level: constants.Z_BEST_SPEED })
  headers.set('content-encoding', 'gzip')
  return new Response(small, { status: response.status, headers })
}
