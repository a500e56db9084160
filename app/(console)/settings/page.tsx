import type { Metadata } from 'next'
import { Suspense } from 'react'
import { SettingsTabs } from '@/components/settings/settings-tabs'
import { PageBody } from '@/components/ui/page-body'
import { SkeletonRows } from '@/components/ui/skeleton'
import { idleMinutes } from '@/lib/auth/viewer'
import { app, version } from '@/lib/composition'

export const metadata: Metadata = { title: 'Settings' }

export default function SettingsPage() {
  return (
    <PageBody>
      <Suspense fallback={<SkeletonRows />}>
        <SettingsTabs version={version} identity={app().env.KUBERNETES_IDENTITY} idleMinutes={idleMinutes} />
      </Suspense>
    </PageBody>
  )
}
