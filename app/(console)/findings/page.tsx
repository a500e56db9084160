import type { Metadata } from 'next'
import { Suspense } from 'react'
import { FindingBoard } from '@/components/findings/finding-board'
import { PageBody } from '@/components/ui/page-body'
import { SkeletonRows } from '@/components/ui/skeleton'

export const metadata: Metadata = { title: 'Findings' }

export default function FindingsPage() {
  return (
    <PageBody>
      <Suspense fallback={<SkeletonRows />}>
        <FindingBoard />
      </Suspense>
    </PageBody>
  )
}
