// plants: metrics-is-an-adapter
import { kinds } from '../traffic/knows-the-store'
export const same = kinds
