import { isDomainError } from '@/lib/domain/errors'

/** The code with which something is refused; undefined where it isn't. */
export function codeOf(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    if (isDomainError(error)) return error.code
    throw error
  }
  return undefined
}
