import type pg from 'pg'
import type { AskTexts } from './audit-pages'

const asText = { getTypeParser: () => (value: unknown) => value }

/** Asks over one connection without turning values into those of JavaScript. */
export function textQuery(client: Pick<pg.Client, 'query'>): AskTexts {
  return async <Row>(text: string, values: readonly string[]) => {
    const { rows } = await client.query({ text, values: [...values], rowMode: 'array', types: asText })
    return rows as Row[]
  }
}
