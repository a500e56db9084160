// plants: imports-resolve
import { nothing } from '@/lib/nowhere'
export const some = nothing
