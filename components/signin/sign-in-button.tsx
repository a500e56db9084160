'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { beginSignIn } from '@/lib/queries/sign-in-calls'

/** Leads to the identity provider and back to a path of this origin. */
export function SignInButton({ callbackPath }: { callbackPath: string }) {
  const [state, setState] = useState<'idle' | 'leaving' | 'failed'>('idle')
  const go = async () => {
    setState('leaving')
    try {
      window.location.assign(await beginSignIn(callbackPath))
    } catch {
      setState('failed')
    }
  }
  const leaving = state === 'leaving'
  return (
    <>
      <Button
        variant="next"
        className="h-11 w-full text-base"
        data-testid="sign-in"
        aria-disabled={leaving}
        onClick={() => void (leaving ? undefined : go())}
      >
        {leaving ? 'Going to your identity provider…' : 'Sign in with single sign-on'}
      </Button>
      <p role="status" className="text-sm text-failing empty:hidden">
        {state === 'failed' && 'Aviary could not be reached. Check your connection, and try again.'}
      </p>
    </>
  )
}
