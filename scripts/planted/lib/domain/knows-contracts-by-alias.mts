// plants: domain-imports-domain
import '@/lib/contracts/common'
export const some = 1
