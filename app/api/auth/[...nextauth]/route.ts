import NextAuth from 'next-auth'
import { requestOrigin } from '@/lib/auth/request-origin'
import { app } from '@/lib/composition'

export const dynamic = 'force-dynamic'

interface AuthRoute {
  params: Promise<{ nextauth: string[] }>
}

const handle = async (request: Request, route: AuthRoute): Promise<Response> => {
  const handler = NextAuth(app().auth.options(requestOrigin(request.headers))) as (
    request: Request,
    route: AuthRoute,
  ) => Promise<Response>
  return await handler(request, route)
}

export { handle as GET, handle as POST }
