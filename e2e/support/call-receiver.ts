import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { CallEvent } from '@/lib/domain/release/call'
import { until } from './target'

export interface ReceivedCall {
  event: string
  delivery: string
  release: string
  body: { text: string; event: CallEvent; state: string; words: string; release: { id: string; url: string } }
}

export interface CallReceiver {
  /** Status of the next answers; 200 at first. */
  answerWith(status: number): void
  /** Calls about one release with a signature that is right, oldest first. */
  about(release: string): ReceivedCall[]
  untilCalled(release: string, event: CallEvent): Promise<ReceivedCall>
  /** Calls whose signature was wrong. */
  forged(): number
  stop(): Promise<void>
}

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: run these tests through npm test`)
  return value
}

/** Listens where the stack's calls file points to, as somebody who is called: it checks every signature. */
export async function startCallReceiver(): Promise<CallReceiver> {
  const secret = required('AVIARY_CALL_SECRET')
  const calls: ReceivedCall[] = []
  let status = 200
  let forged = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const header = (name: string) => String(request.headers[`aviary-${name}`])
      const signed = createHmac('sha256', secret)
        .update(`${header('timestamp')}.${text}`)
        .digest('hex')
      if (header('signature') === `v1=${signed}`) {
        const body = JSON.parse(text) as ReceivedCall['body']
        calls.push({ event: header('event'), delivery: header('delivery'), release: body.release.id, body })
      } else forged += 1
      response.writeHead(status).end()
    })
  })
  server.listen(Number(required('AVIARY_CALL_PORT')), '127.0.0.1')
  await once(server, 'listening')
  const about = (release: string) => calls.filter((each) => each.release === release)
  return {
    answerWith: (next) => {
      status = next
    },
    about,
    untilCalled: async (release, event) => {
      const find = () => about(release).find((each) => each.event === event)
      const found = await until(
        `the call ${event}`,
        () => Promise.resolve(find()),
        (seen) => seen !== undefined,
      )
      if (!found) throw new Error(`no call ${event}`)
      return found
    },
    forged: () => forged,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
