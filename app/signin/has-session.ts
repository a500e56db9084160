import { headers } from 'next/headers'
import { app } from '@/lib/composition'
import { problem } from '@/lib/http/problem'

/** Whether the browser brings a session that is valid now. With the database away nobody has one, and the page stands. */
export async function hasSession(): Promise<boolean> {
  const { auth } = app()
  const credential = auth.credentialOf({ headers: new Headers(await headers()) })
  if (credential?.kind !== 'cookie') return false
  try {
    await auth.viewerOf(credential)
    return true
  } catch (error) {
    if (problem(error, '').status === 500) throw error
    return false
  }
}
