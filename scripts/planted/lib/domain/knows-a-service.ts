// plants: domain-imports-domain
import { list } from '../services/list'
export const all = list
