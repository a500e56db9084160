// plants: signer-is-small
import { list } from '../lib/services/list'
export const known = list
