// plants: nothing
import type { Weight } from '../domain/weight'
export type Split = Weight[]
