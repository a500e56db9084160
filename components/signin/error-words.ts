export interface ErrorWords {
  what: string
  todo: string
}

const provider: ErrorWords = {
  what: 'The identity provider could not be reached, or did not answer as expected.',
  todo: 'Try again in a moment. If it stays, whoever runs Aviary should check the issuer and the client id.',
}
const cutShort: ErrorWords = {
  what: 'The sign-in was not finished: it was broken off, took too long, or its answer did not belong to this browser.',
  todo: 'Sign in again in this tab. Cookies must be allowed for this site.',
}

/** Next-auth's error codes (next-auth.js.org/configuration/pages) in plain words, with what to do. */
const known: Readonly<Record<string, ErrorWords>> = {
  OAuthSignin: provider,
  OAuthCallback: cutShort,
  Callback: {
    what: 'You were recognised, but no session could be made.',
    todo: 'Try again. If it stays, the database that keeps sessions and the audit log may be away.',
  },
  AccessDenied: {
    what: 'The identity provider knows you, but you were not let in.',
    todo: 'Ask whoever runs Aviary to add you to one of its groups.',
  },
  SessionRequired: { what: 'That page needs a session.', todo: 'Sign in, and it opens.' },
  Configuration: {
    what: 'Sign-in is not set up correctly on the server.',
    todo: 'Nothing you can do here helps: tell whoever runs Aviary to look at its log.',
  },
}

/** Words for `?error=`; an unknown code gets general ones, and is never shown as it is. */
export function errorWords(code: string): ErrorWords {
  const found = Object.entries(known).find(([name]) => name === code)
  return (
    found?.[1] ?? {
      what: 'The sign-in did not succeed.',
      todo: 'Try again. If it stays, tell whoever runs Aviary.',
    }
  )
}
