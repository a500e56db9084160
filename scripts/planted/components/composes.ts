// plants: composition-is-for-the-edges
import { composed } from '../lib/composition'
export const all = composed
