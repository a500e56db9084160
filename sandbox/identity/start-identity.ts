import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Guests } from './guests'
import { identitySecrets } from './identity-secrets'
import { answerInteraction } from './interaction'
import { messagePage } from './pages'
import { people, type Person } from './people'
import { clientId, makeProvider, newNonce, pageHeaders } from './provider'

export interface IdentityInput {
  /** 0 for any free port. */
  port: number
  /** Holds identity.json with passwords and keys. */
  dir: string
  redirectUris: string[]
  postLogoutRedirectUris: string[]
  /** Where Aviary hears of sessions that end here. */
  backchannelLogoutUri?: string
}

export interface Identity {
  issuer: string
  clientId: string
  clientSecret: string
  users: (Person & { password: string; subject: string })[]
  close(): Promise<void>
}

/**
 * Starts the OpenID provider of the sandbox on http://127.0.0.1:port. Passwords and keys are generated at the first
 * start and kept in `<dir>/identity.json`. Rejects with the system's error (EADDRINUSE) when the port is taken.
 */
export async function startIdentity(input: IdentityInput): Promise<Identity> {
  const secrets = identitySecrets(input.dir)
  const server = createServer()
  server.listen(input.port, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const { redirectUris, postLogoutRedirectUris, backchannelLogoutUri } = input
  const guests = new Guests()
  const provider = makeProvider({
    issuer,
    secrets,
    people,
    guests,
    redirectUris,
    postLogoutRedirectUris,
    ...(backchannelLogoutUri === undefined ? {} : { backchannelLogoutUri }),
  })
  const handle = provider.callback()
  const formTargets = [...redirectUris, ...postLogoutRedirectUris]
  const interaction = { provider, people, guests, passwords: secrets.passwords, formTargets }

  server.on('request', (request, response) => {
    if (request.url?.startsWith('/guests/')) {
      guests.answer(request, response, secrets.clientSecret).catch((error: unknown) => {
        response.writeHead(400).end(error instanceof Error ? error.message : 'unknown error')
      })
      return
    }
    if (!request.url?.startsWith('/interaction/')) {
      void handle(request, response)
      return
    }
    answerInteraction(interaction, request, response).catch((error: unknown) => {
      const nonce = newNonce()
      const text = error instanceof Error ? error.message : 'unknown error'
      response.writeHead(400, pageHeaders(nonce, formTargets))
      response.end(messagePage('Sign-in failed', `${text}. Go back to Aviary and sign in again.`, nonce))
    })
  })

  return {
    issuer,
    clientId,
    clientSecret: secrets.clientSecret,
    users: people.map((person) => ({
      ...person,
      subject: person.name,
      password: secrets.passwords[person.name] ?? '',
    })),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
