import { commonHeaders } from './problem'

/** JSON that is saved as a file, sent as its pieces come; the next one is asked for when the reader has room. */
export function jsonDownload(pieces: AsyncIterable<string>, fileName: string, requestId: string): Response {
  const encoder = new TextEncoder()
  const iterator = pieces[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next: IteratorResult<string, unknown> = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
  return new Response(body, {
    headers: {
      ...commonHeaders,
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${fileName}"`,
      'x-request-id': requestId,
    },
  })
}
