import { acceptsGzip } from './accepts-gzip'
import { declareGzip } from './encoding'
import { deflatedBlocks, gzipHeader, GzipSum } from './gzip-parts'
import { commonHeaders } from './problem'

export interface DownloadOptions {
  fileName: string
  contentType: string
  requestId: string
  /** Of the request: whether it takes gzip. */
  headers: Headers
}

/**
 * A text that is saved as a file, sent as its pieces come; the next one is asked for when the reader has room. An error
 * in the middle breaks the connection off, so that the file does not look whole.
 */
export function fileDownload(pieces: AsyncIterable<string>, options: DownloadOptions): Response {
  const gzip = acceptsGzip(options.headers.get('accept-encoding')) && declareGzip()
  return new Response(byteStream(gzip ? gzipped(pieces) : encoded(pieces)), {
    headers: {
      ...commonHeaders,
      'content-type': options.contentType,
      'content-disposition': `attachment; filename="${options.fileName}"`,
      vary: 'accept-encoding',
      'x-request-id': options.requestId,
    },
  })
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece)
}

/** Each piece compressed by itself: a CompressionStream would take in thousands of them before it gives out one. */
async function* gzipped(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const sum = new GzipSum()
  yield gzipHeader
  for await (const bytes of encoded(pieces)) {
    sum.add(bytes)
    yield await deflatedBlocks(bytes)
  }
  yield sum.end()
}

function byteStream(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const next: IteratorResult<Uint8Array, unknown> = await chunks.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    cancel: async () => {
      await chunks.return(undefined)
    },
  })
}
