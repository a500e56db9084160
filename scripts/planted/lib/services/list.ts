// plants: nothing
import type { Split } from '../contracts/split'
export const list = (): Split => []
