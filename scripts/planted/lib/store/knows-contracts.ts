// plants: store-is-an-adapter
import type { Split } from '../contracts/split'
export type Row = { split: Split }
