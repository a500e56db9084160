// plants: services-know-no-framework
import { redirect } from 'next/navigation'
export const go = redirect
