import { isDomainError } from '../../domain/errors'

/** The engine writes a release every few seconds: a verb that meets it looks again, so many times. */
const mostTries = 5

/** Runs work that reads a release and writes it, again while somebody else was first. Throws the last `conflict`. */
export async function untilFirst<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt)
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'conflict' || attempt >= mostTries) throw error
    }
  }
}
