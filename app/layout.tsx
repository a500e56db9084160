import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { themeScript } from '@/components/shell/theme-script'
import './globals.css'
import { Providers } from './providers'

export const metadata: Metadata = {
  title: { default: 'Aviary', template: '%s · Aviary' },
  description: 'A release cockpit for canaries on Kubernetes',
}
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'dark light' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" data-theme="dark" suppressHydrationWarning>
      <body>
        {/* Browsers hide a nonce from scripts, so the attribute can't match on hydration. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
