import { DomainError } from '../domain/errors'

const malformed = (why: string) => new DomainError('malformed', `The body is not acceptable JSON: ${why}.`)

/**
 * JSON.parse that also refuses duplicate keys and nesting deeper than `maxDepth`, which JSON.parse
 * lets through silently. Throws `malformed`.
 */
export function parseJson(text: string, maxDepth = 20): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : 'syntax')
  }
  refuseDuplicates(text, maxDepth)
  return value
}

/** Walks text that is known to be valid JSON, so only strings and brackets need looking at. */
function refuseDuplicates(text: string, maxDepth: number): void {
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
