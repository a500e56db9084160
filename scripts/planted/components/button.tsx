// plants: nothing
import type { Split } from '../lib/contracts/split'
export const Button = ({ split }: { split: Split }) => <b>{split.length}</b>
