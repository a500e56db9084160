// plants: contracts-import-domain
import type { list } from '../services/list'
export type List = typeof list
