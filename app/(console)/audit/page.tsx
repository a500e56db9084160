import type { Metadata } from 'next'
import { Suspense } from 'react'
import { AuditLog } from '@/components/audit/audit-log'
import '@/components/audit/print.css'
import { PageBody } from '@/components/ui/page-body'
import { SkeletonRows } from '@/components/ui/skeleton'

export const metadata: Metadata = { title: 'Audit' }

export default function AuditPage() {
  return (
    <PageBody>
      <Suspense fallback={<SkeletonRows />}>
        <AuditLog />
      </Suspense>
    </PageBody>
  )
}
