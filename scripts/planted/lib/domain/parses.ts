// plants: domain-is-pure
import { z } from 'zod'
export const shape = z.string()
