import type { Metadata } from 'next'
import { ApiReference } from '@/components/docs/api-reference'
import { apiGroups } from '@/components/docs/api-view'
import { app } from '@/lib/composition'
import { openApi } from '@/lib/http/api/openapi'
import { apiTable } from '@/lib/http/table'

export const metadata: Metadata = { title: 'API' }

export default function ApiPage() {
  return <ApiReference groups={apiGroups(openApi(apiTable), app().env.NEXTAUTH_URL)} />
}
