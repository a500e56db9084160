import type { Metadata } from 'next'
import { FindingBoard } from '@/components/findings/finding-board'
import { PageBody } from '@/components/ui/page-body'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Findings' }

export default async function FindingsPage() {
  await requireViewer()
  return (
    <PageBody>
      <FindingBoard />
    </PageBody>
  )
}
