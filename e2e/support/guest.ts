import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Agent } from './agent'
import { newAgent } from './agent'
import { sessionCookie, startSignIn } from './session'
import { demo } from './target'

/** What the identity provider says of a guest besides the name. */
export interface Said {
  claims?: Record<string, unknown>
  /** Without one, only userinfo tells of changes. */
  refreshToken?: boolean
}

/** A person of one test, at the sandbox's identity provider. */
export interface Guest {
  name: string
  /** Through the real sign-in; the session may be missing where Aviary refuses it. */
  signIn(agent?: Agent, headers?: Record<string, string>): Promise<Agent>
  /** The provider says something else from now on. */
  says(said: Said): Promise<void>
  /** The provider knows the person no more. */
  leaves(): Promise<void>
}

/** Aviary's own secret at the sandbox's identity provider. */
export function clientSecret(): string {
  const secrets = path.join(path.dirname(process.env['AVIARY_DEMO'] ?? ''), 'sandbox', 'sandbox.json')
  return (JSON.parse(readFileSync(secrets, 'utf8')) as { clientSecret: string }).clientSecret
}

export async function newGuest(said: Said): Promise<Guest> {
  const name = `guest-${randomUUID().slice(0, 8)}`
  const send = async (method: string, body?: object) => {
    const response = await fetch(`${demo().issuer}/guests/${name}`, {
      method,
      headers: { authorization: `Bearer ${clientSecret()}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.status !== 200) throw new Error(`the identity provider answered ${response.status}`)
    return (await response.json()) as { password?: string }
  }
  const put = (more: Said) => send('PUT', { displayName: `Guest ${name.slice(-4)}`, ...more })
  const { password = '' } = await put(said)
  return {
    name,
    signIn: async (agent = newAgent(), headers = {}) => {
      const form = await startSignIn(agent)
      await agent.post(form.url, { name, password }, headers)
      return agent
    },
    says: async (more) => {
      await put(more)
    },
    leaves: async () => {
      await send('DELETE')
    },
  }
}

export const hasSession = (agent: Agent): boolean => agent.cookie(sessionCookie) !== undefined
