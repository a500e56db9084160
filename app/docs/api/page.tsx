import type { Metadata } from 'next'
import { ApiReference } from '@/components/docs/api-reference'
import { apiGroups } from '@/components/docs/api-view'
import { app } from '@/lib/composition'
import { openApi } from '@/lib/http/api/openapi'
import { apiTable } from '@/lib/http/table'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'API' }

export default async function ApiPage() {
  await requireViewer()
  return <ApiReference groups={apiGroups(openApi(apiTable), app().env.NEXTAUTH_URL)} />
}
