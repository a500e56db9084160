// plants: queries-import-contracts
import { list } from '../services/list'
export const all = list
