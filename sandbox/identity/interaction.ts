import { timingSafeEqual, createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { Guests } from './guests'
import { signInPage } from './pages'
import type { Person } from './people'
import { newNonce, pageHeaders } from './provider'

const bodyLimit = 10_000

export interface InteractionInput {
  provider: Provider
  people: readonly Person[]
  passwords: Readonly<Record<string, string>>
  guests: Guests
  /** Where a form's answer may redirect to in the end. */
  formTargets: readonly string[]
}

/** Answers `/interaction/<uid>`: shows the sign-in form, and ends it when name and password are right. */
export async function answerInteraction(
  { provider, people, passwords, guests, formTargets }: InteractionInput,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params } = await provider.interactionDetails(request, response)
  if (prompt.name === 'consent') {
    await provider.interactionFinished(request, response, { consent: {} })
    return
  }
  const show = (chosen: string, wrong: boolean): void => {
    const nonce = newNonce()
    response.writeHead(wrong ? 401 : 200, pageHeaders(nonce, formTargets))
    response.end(signInPage({ people, chosen, wrong, nonce }))
  }
  if (request.method !== 'POST') {
    show(typeof params['login_hint'] === 'string' ? params['login_hint'] : '', false)
    return
  }
  const form = new URLSearchParams(await bodyOf(request))
  const name = form.get('name') ?? ''
  const password = Object.hasOwn(passwords, name) ? passwords[name] : guests.find(name)?.password
  if (password === undefined || !same(password, form.get('password') ?? '')) {
    show(name, true)
    return
  }
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: name } },
    { mergeWithLastSubmission: false },
  )
}

function same(left: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(left), hash(right))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) {
    body += String(chunk)
    if (body.length > bodyLimit) throw new RangeError('the form is too large')
  }
  return body
}
