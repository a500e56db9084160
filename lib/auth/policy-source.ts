import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PolicyFileState } from '../services/access/policies/policy-keeper'
import { parsePolicy } from './policy'

/**
 * The policy file. It must be good at the start: throws otherwise. Later a content that is not acceptable, or cannot be
 * read, leaves the last good one and is reported once; every look reads it anew, as mounted files change without a sign.
 */
export function policySource(path: string, report: (error: unknown) => void): () => PolicyFileState {
  let seen = readFileSync(path, 'utf8')
  parsePolicy(seen)
  let good = { text: seen, hash: hashText(seen) }
  let problem: string | undefined
  const troubled = (error: unknown) => {
    const words = error instanceof Error ? error.message : String(error)
    if (words !== problem) report(error)
    problem = words
  }
  return () => {
    try {
      const text = readFileSync(path, 'utf8')
      if (text !== seen || problem !== undefined) {
        parsePolicy(text)
        good = { text, hash: hashText(text) }
        problem = undefined
      }
      seen = text
    } catch (error) {
      troubled(error)
    }
    return { ...good, ...(problem === undefined ? {} : { problem }) }
  }
}

/** SHA-256, lower-case hex. */
export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex')
