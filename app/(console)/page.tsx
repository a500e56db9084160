import type { Metadata } from 'next'
import { NowPage } from '@/components/now/now-page'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Now' }

export default async function Page() {
  await requireViewer()
  return <NowPage />
}
