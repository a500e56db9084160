import type { Metadata } from 'next'
import { FindingBoard } from '@/components/findings/finding-board'
import { PageBody } from '@/components/ui/page-body'

export const metadata: Metadata = { title: 'Findings' }

export default function FindingsPage() {
  return (
    <PageBody>
      <FindingBoard />
    </PageBody>
  )
}
