import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** What is wrong with one field, in words short enough to stand under it. */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'Needed.'
        : `At least ${String(issue.minimum)}.`
    case 'too_big':
      return `At most ${String(issue.maximum)}${issue.origin === 'string' ? ' characters' : ''}.`
    case 'invalid_type':
      return issue.expected === 'string'
        ? 'Needed.'
        : issue.expected === 'int'
          ? 'A whole number.'
          : 'A number.'
    case 'invalid_format':
    case 'custom':
      return sentence(issue.message)
    default:
      return sentence(issue.message)
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
