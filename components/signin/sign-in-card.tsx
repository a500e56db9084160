import { errorWords } from './error-words'
import { SignInButton } from './sign-in-button'

interface SignInCardProps {
  callbackPath: string
  /** Code of `?error=`. */
  error?: string | undefined
  signedOut?: boolean
  /** Where one ends the session at the identity provider too. */
  endSession?: string | undefined
}

/** The whole of the sign-in page: what Aviary is, what went wrong before, and the one way in. */
export function SignInCard({ callbackPath, error, signedOut = false, endSession }: SignInCardProps) {
  const words = error === undefined ? undefined : errorWords(error)
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-4">
        <header className="flex flex-col gap-2">
          <h1 className="flex items-center gap-2.5 text-xl font-bold tracking-tight">
            <span aria-hidden className="size-4.5 rounded-[5px_10px_5px_10px] bg-canary" />
            Aviary
          </h1>
          <p className="text-base text-muted">The release cockpit for canaries on Kubernetes.</p>
        </header>
        {words !== undefined && (
          <div role="alert" className="rounded-lg border border-failing bg-panel p-4">
            <p className="font-semibold">
              <span aria-hidden className="mr-2 text-failing">
                ▲
              </span>
              {words.what}
            </p>
            <p className="mt-1 text-muted">{words.todo}</p>
          </div>
        )}
        {words === undefined && signedOut && (
          <p role="status" className="rounded-lg border border-line-strong bg-panel p-4">
            <span aria-hidden className="mr-2 text-ok">
              ✓
            </span>
            You are signed out. Releases in flight go on without you.
            {endSession !== undefined && (
              <>
                {' '}
                At your identity provider you still are:{' '}
                <a href={endSession} className="underline" data-testid="end-session">
                  sign out there too
                </a>
                .
              </>
            )}
          </p>
        )}
        <SignInButton callbackPath={callbackPath} />
        <p className="text-xs text-muted">
          You sign in at your organisation&apos;s identity provider; Aviary never sees your password. What you
          may do follows from your groups there. Signing in and out is recorded in the audit log.
        </p>
      </div>
    </main>
  )
}
