import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'

const Guest = z.strictObject({
  displayName: z.string().default('Guest'),
  /** Whatever the ID token and userinfo shall say besides the name, such as `groups` or `_claim_names`. */
  claims: z.record(z.string(), z.unknown()).default({}),
  /** Without a refresh token only userinfo can tell of changes. */
  refreshToken: z.boolean().default(true),
})

export type Guest = z.infer<typeof Guest> & { name: string; password: string }

const bodyLimit = 100_000

/** People whom tests add, change and remove while the provider runs; the sign-in form does not show them. */
export class Guests {
  readonly #guests = new Map<string, Guest>()

  find(name: string): Guest | undefined {
    return this.#guests.get(name)
  }

  /**
   * Answers `PUT` and `DELETE` of `/guests/<name>`, which need the client's own secret. `PUT` adds a guest, or says anew
   * what is claimed of one, and answers the password.
   */
  async answer(request: IncomingMessage, response: ServerResponse, secret: string): Promise<void> {
    const [status, body] = await this.#reply(request, secret)
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  }

  async #reply(request: IncomingMessage, secret: string): Promise<[status: number, body: object]> {
    const { method, url = '', headers } = request
    if (!same(headers.authorization ?? '', `Bearer ${secret}`)) return [401, {}]
    const name = /^\/guests\/([a-z0-9-]{1,60})$/.exec(url)?.[1]
    if (name === undefined) return [404, {}]
    if (method === 'DELETE') return [this.#guests.delete(name) ? 200 : 404, {}]
    if (method !== 'PUT') return [405, {}]
    const asked = Guest.parse(JSON.parse(await bodyOf(request)))
    const password = this.find(name)?.password ?? randomBytes(12).toString('base64url')
    this.#guests.set(name, { ...asked, name, password })
    return [200, { password }]
  }
}

function same(left: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(left), hash(right))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) {
    body += String(chunk)
    if (body.length > bodyLimit) throw new RangeError('the body is too large')
  }
  return body
}
