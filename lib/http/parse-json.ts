import { DomainError } from '../domain/errors'

const malformed = (why: string) => new DomainError('malformed', `The body is not acceptable JSON: ${why}.`)

/**
 * JSON.parse that also refuses duplicate keys, nesting deeper than `maxDepth`, and strings that are no text: with
 * U+0000 or half a surrogate pair, which neither the database nor RFC 8785 can keep. Throws `malformed`.
 */
export function parseJson(text: string, maxDepth = 20): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : 'syntax')
  }
  refuseSilentFaults(text, maxDepth)
  return value
}

/** Walks text that is known to be valid JSON, so only strings and brackets need looking at. */
function refuseSilentFaults(text: string, maxDepth: number): void {
  const open: (Set<string> | null)[] = []
  let expectKey = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null)
      if (open.length > maxDepth) throw malformed(`it is nested more than ${maxDepth} deep`)
      expectKey = char === '{'
    } else if (char === '}' || char === ']') {
      open.pop()
      expectKey = false
    } else if (char === ',') {
      expectKey = open.at(-1) instanceof Set
    } else if (char === '"') {
      const end = stringEnd(text, at)
      refuseNoText(text.slice(at, end + 1))
      const keys = open.at(-1)
      if (expectKey && keys) {
        const key = String(JSON.parse(text.slice(at, end + 1)))
        if (keys.has(key)) throw malformed(`the key ${JSON.stringify(key)} stands twice`)
        keys.add(key)
        expectKey = false
      }
      at = end
    }
  }
}

function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** UTF-8 that was decoded holds neither but as an escape. */
function refuseNoText(literal: string): void {
  if (!/\\u(?:0000|d[89a-f])/i.test(literal)) return
  if (!isText(String(JSON.parse(literal)))) throw malformed('a string holds U+0000 or half a surrogate pair')
}

/** Whether the database and RFC 8785 can keep the string: no U+0000, no half of a surrogate pair. */
export const isText = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text)
