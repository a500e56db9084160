import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { callbackPath } from '@/components/signin/callback-path'
import { SignInCard } from '@/components/signin/sign-in-card'
import { app } from '@/lib/composition'
import { hasSession } from './has-session'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, signedout } = await searchParams
  const path = callbackPath(typeof callbackUrl === 'string' ? callbackUrl : undefined, app().env.NEXTAUTH_URL)
  if (await hasSession()) redirect(path)
  return (
    <SignInCard
      callbackPath={path}
      error={typeof error === 'string' ? error : undefined}
      signedOut={signedout !== undefined}
      endSession={signedout === undefined ? undefined : await app().auth.endSession()}
    />
  )
}
