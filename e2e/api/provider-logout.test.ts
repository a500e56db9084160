import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { Agent } from '../support/agent'
import { openEvents } from '../support/event-stream'
import type { Guest } from '../support/guest'
import { newGuest } from '../support/guest'
import { callAs, signOut } from '../support/session'
import { appUrl, call, until } from '../support/target'

let guest: Guest

const statusOf = async (agent: Agent) => (await callAs(agent, 'GET', '/me')).status
/** Where Aviary says, after its own sign-out, that one can sign out at the provider. */
async function endSessionLink(agent: Agent): Promise<string> {
  const { text } = await agent.get(`${appUrl()}/signin?signedout=1`)
  const href = /<a href="([^"]+)"[^>]*data-testid="end-session"/.exec(text)?.[1] ?? ''
  return href.replaceAll('&amp;', '&')
}
const post = (body: string, type = 'application/x-www-form-urlencoded') =>
  fetch(`${appUrl()}/api/auth/backchannel-logout`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  })

describe('signing out at the identity provider', () => {
  beforeAll(async () => {
    guest = await newGuest({ claims: { groups: ['aviary-viewers'] } })
  })
  afterAll(async () => {
    await guest.leaves()
  })

  it('ends the session of that browser here at once, with its event stream, and no other', async () => {
    const agent = await guest.signIn()
    const other = await guest.signIn()
    const stolen = { cookie: agent.cookieHeader(appUrl()) }
    const stream = await openEvents({ cookie: agent.cookieHeader(appUrl()) })
    await signOut(other)
    const link = await endSessionLink(other)
    expect(new URL(link).searchParams.get('post_logout_redirect_uri')).toBe(`${appUrl()}/`)
    expect(await statusOf(agent)).toBe(200)

    const page = await agent.get(link)
    const action = /action="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    await agent.post(action, { xsrf, logout: 'yes' })
    const me = () => call(null, 'GET', '/me', undefined, stolen)
    await until('the end of the session', me, ({ status }) => status === 401, 15)
    const bye = await stream.next('the end of the stream', ({ event }) => event === 'bye', 15)
    expect(bye.data).toEqual({ reason: 'expired' })
    const audit = await call<{ items: AuditEventDto[] }>('auditor', 'GET', `/audit?actor=${guest.name}`)
    expect(audit.body.items).toContainEqual(
      expect.objectContaining({
        action: 'session-ended',
        detail: expect.objectContaining({ why: 'back-channel logout' }) as unknown,
      }),
    )
  })

  it('takes nothing but a token of the provider', async () => {
    expect((await post('logout_token=a.b.c')).status).toBe(400)
    expect((await post('logout_token=')).status).toBe(400)
    expect((await post('')).status).toBe(400)
    expect((await post('{}', 'application/json')).status).toBe(400)
    expect((await post(`logout_token=${'x'.repeat(20_000)}`)).status).toBe(400)
    const read = await fetch(`${appUrl()}/api/auth/backchannel-logout`)
    expect(read.status).toBe(405)
    const refused = await post('logout_token=a.b.c')
    expect(refused.headers.get('cache-control')).toContain('no-store')
    expect(await refused.json()).toEqual({
      error: 'invalid_request',
      error_description: 'the logout token is not acceptable',
    })
  })
})
