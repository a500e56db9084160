import { app } from '@/lib/composition'
import { serve } from '@/lib/http/serve'
import { apiTable } from '@/lib/http/table'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** Where a scraper looks; in all else the same as /api/v1/metrics. */
const handle = (request: Request): Promise<Response> => serve(app(), apiTable, request)

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
