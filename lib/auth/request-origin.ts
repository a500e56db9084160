import type { Origin } from './sign-in'

const longestAgent = 300
const longestAddress = 64

/**
 * From where a sign-in comes, for the list of sessions: nothing is decided by it. The last entry of X-Forwarded-For is
 * the one that the nearest proxy wrote, or Next where there is none.
 */
export function requestOrigin(headers: Headers): Origin {
  const address = printable(headers.get('x-forwarded-for')?.split(',').at(-1) ?? '', longestAddress)
  const agent = printable(headers.get('user-agent') ?? '', longestAgent)
  return { ...(address === '' ? {} : { address }), ...(agent === '' ? {} : { agent }) }
}

const printable = (text: string, longest: number) =>
  text
    .replace(/[\p{C}]/gu, '')
    .trim()
    .slice(0, longest)
