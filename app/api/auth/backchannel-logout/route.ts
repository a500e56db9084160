import { app } from '@/lib/composition'
import { answerLogout } from '@/lib/http/backchannel-logout'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> => answerLogout(app(), request)
