import { z } from 'zod'

const Csrf = z.object({ csrfToken: z.string() })
const Onwards = z.object({ url: z.string() })

/** Asks for the address of the identity provider, which leads back to `callbackUrl` of this origin. Throws when there is no answer. */
export function beginSignIn(callbackUrl: string): Promise<string> {
  return post('signin/oidc', callbackUrl)
}

/** Ends the session of this browser. Throws when there is no answer. */
export async function endSession(): Promise<void> {
  await post('signout', window.location.href)
}

async function post(path: string, callbackUrl: string): Promise<string> {
  const { csrfToken } = Csrf.parse(await ask('csrf'))
  const body = new URLSearchParams({ csrfToken, callbackUrl, json: 'true' })
  return Onwards.parse(await ask(path, { method: 'POST', body })).url
}

async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(`/api/auth/${path}`, { credentials: 'same-origin', ...init })
  if (!response.ok) throw new Error(`/api/auth/${path} answered with status ${response.status}`)
  return response.json()
}
