import type { Metadata } from 'next'
import { NewReleasePage } from '@/components/releases/new-release-page'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'New release' }

export default async function Page() {
  await requireViewer()
  return <NewReleasePage />
}
