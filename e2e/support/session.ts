import type { Agent, Page } from './agent'
import { newAgent } from './agent'
import type { Reply, Role } from './target'
import { appUrl, user } from './target'

export const sessionCookie = 'aviary'

/** A person who went through the real sign-in, as the browser does: Aviary, the provider's form, the callback. */
export async function signIn(role: Role): Promise<Agent> {
  const agent = newAgent()
  const { name, password } = user(role)
  const form = await startSignIn(agent)
  await agent.post(form.url, { name, password })
  if (!agent.cookie(sessionCookie)) throw new Error(`${name} got no session`)
  return agent
}

/** Up to the provider's form. */
export async function startSignIn(agent: Agent): Promise<Page> {
  const answer = await agent.send(`${appUrl()}/api/auth/signin/oidc`, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken: await csrfToken(agent), callbackUrl: '/', json: 'true' }),
  })
  return agent.get((JSON.parse(answer.text) as { url: string }).url)
}

export async function signOut(agent: Agent): Promise<Page> {
  return agent.send(`${appUrl()}/api/auth/signout`, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken: await csrfToken(agent), callbackUrl: '/signin', json: 'true' }),
  })
}

async function csrfToken(agent: Agent): Promise<string> {
  const { text } = await agent.get(`${appUrl()}/api/auth/csrf`)
  return (JSON.parse(text) as { csrfToken: string }).csrfToken
}

/** A call of the API as a page of Aviary makes it. */
export async function callAs<T = unknown>(
  agent: Agent,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
): Promise<Pick<Reply<T>, 'status' | 'body'>> {
  const { status, text } = await agent.send(`${appUrl()}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status, body: (text === '' ? null : JSON.parse(text)) as T }
}
