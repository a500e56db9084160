import type { Query } from './query'

/** An expression that reads as this query again. */
export function writeQuery(query: Query): string {
  switch (query.kind) {
    case 'and':
      return query.parts
        .map((part) => (part.kind === 'or' ? `(${writeQuery(part)})` : writeQuery(part)))
        .join(' ')
    case 'or':
      return query.parts.map(writeQuery).join(' or ')
    case 'not':
      return query.part.kind === 'and' || query.part.kind === 'or'
        ? `-(${writeQuery(query.part)})`
        : `-${writeQuery(query.part)}`
    case 'text':
      return quoted(query.text, true)
    case 'term':
      return `${query.field}${query.operator}${query.values.map((value) => quoted(value, false)).join(',')}`
  }
}

/** In quotes where a bare word would be read as something else. */
export function quoted(text: string, free: boolean): string {
  const bare = free
    ? /^[^\s()"\\:=~<>!-][^\s()"\\:=~<>!]*$/.test(text) && !/^(and|or|not)$/i.test(text)
    : /^[^\s()",\\=:][^\s()",\\]*$/.test(text)
  return bare ? text : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
