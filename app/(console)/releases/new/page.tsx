import type { Metadata } from 'next'
import { Suspense } from 'react'
import { NewReleasePage } from '@/components/releases/new-release-page'

export const metadata: Metadata = { title: 'New release' }

export default function Page() {
  return (
    <Suspense>
      <NewReleasePage />
    </Suspense>
  )
}
