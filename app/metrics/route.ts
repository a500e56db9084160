import { app } from '@/lib/composition'
import { serve } from '@/lib/http/serve'
import { apiTable } from '@/lib/http/table'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** Where a scraper looks: the same as /api/v1/metrics, but for API tokens alone, as a cookie is left out. */
function handle({ url, method, headers }: Request): Promise<Response> {
  const kept = new Headers(headers)
  kept.delete('cookie')
  return serve(app(), apiTable, new Request(url, { method, headers: kept }))
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
