import type { Metadata } from 'next'
import { SettingsTabs } from '@/components/settings/settings-tabs'
import { PageBody } from '@/components/ui/page-body'
import { app, version } from '@/lib/composition'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  await requireViewer()
  return (
    <PageBody>
      <SettingsTabs
        version={version}
        identity={app().env.KUBERNETES_IDENTITY}
        idleMinutes={app().env.SESSION_IDLE_MINUTES}
      />
    </PageBody>
  )
}
