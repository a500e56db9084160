import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { app } from '../composition'
import type { Viewer } from '../domain/access/viewer'
import { isDomainError } from '../domain/errors'

/** The viewer of a page; the anonymous are sent to the sign-in page. The API checks again for itself. */
export async function requireViewer(): Promise<Viewer> {
  const requestHeaders = await headers()
  const { auth } = app()
  const credential = auth.credentialOf({ headers: new Headers(requestHeaders) })
  if (credential?.kind === 'cookie') {
    try {
      return await auth.viewerOf(credential)
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'unauthenticated') throw error
    }
  }
  const path = requestHeaders.get('x-aviary-path') ?? '/'
  redirect(path === '/' ? '/signin' : `/signin?callbackUrl=${encodeURIComponent(path)}`)
}
