/** Matchers of Traefik v3 and the numbers of values that they take; their names are taken in any of a few spellings. */
const matchers: Readonly<Record<string, readonly number[]>> = {
  clientip: [1],
  method: [1],
  host: [1],
  hostregexp: [1],
  path: [1],
  pathregexp: [1],
  pathprefix: [1],
  header: [2],
  headerregexp: [2],
  query: [1, 2],
  queryregexp: [1, 2],
}

const text = String.raw`(?:\x60[^\x60]+\x60|"(?:[^"\\\n]|\\.)+")`
const call = new RegExp(String.raw`([A-Za-z]{1,20})\s*\(\s*(${text}(?:\s*,\s*${text})*)\s*\)`, 'g')
const oneText = new RegExp(text, 'g')

/** No rule nests deeper, and each round takes away a level. */
const ROUNDS = 100

/**
 * True where Traefik v3 could read a rule. Each right matcher is replaced by a mark, then what joins marks is taken away
 * until one mark is left, or something else.
 */
export function isTraefikRule(rule: string): boolean {
  let left = rule
    .replace(call, (whole, name: string, values: string) => {
      const count = values.match(oneText)?.length ?? 0
      return matchers[name.toLowerCase()]?.includes(count) === true ? '1' : whole
    })
    .replace(/\s+/g, '')
  if (!/^[1!&|()]+$/.test(left)) return false
  for (let round = 0; round < ROUNDS && left !== '1'; round++) {
    left = left
      .replace(/!1/g, '1')
      .replace(/1(?:(?:&&|\|\|)1)+/g, '1')
      .replace(/\(1\)/g, '1')
  }
  return left === '1'
}
