import type { Metadata } from 'next'
import { NewReleasePage } from '@/components/releases/new-release-page'

export const metadata: Metadata = { title: 'New release' }

export default function Page() {
  return <NewReleasePage />
}
