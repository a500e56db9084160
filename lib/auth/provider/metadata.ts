import { z } from 'zod'
import { askProvider } from './provider-answer'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
const Endpoint = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text)
  return url.protocol === 'https:' || loopback.has(url.hostname)
}, 'must be https')
const Metadata = z.object({
  issuer: z.string(),
  token_endpoint: Endpoint,
  jwks_uri: Endpoint,
  userinfo_endpoint: Endpoint.optional(),
  end_session_endpoint: Endpoint.optional(),
})
export type Metadata = z.infer<typeof Metadata>

const keepMs = 600_000

/** Reads the provider's discovery document, at most once in ten minutes. Throws an error that says what is wrong. */
export function metadataReader(issuer: string): () => Promise<Metadata> {
  let kept: { at: number; metadata: Metadata } | undefined
  let reading: Promise<Metadata> | undefined
  const read = async () => {
    const answer = await askProvider(`${issuer}/.well-known/openid-configuration`)
    if ('failed' in answer) throw new Error(`the identity provider does not answer: ${answer.failed}`)
    const parsed = Metadata.safeParse(answer.json)
    if (answer.status !== 200 || !parsed.success)
      throw new Error(`the identity provider has no discovery document (status ${answer.status})`)
    // Some issuers end in a slash, which OIDC_ISSUER has lost.
    if (parsed.data.issuer.replace(/\/+$/, '') !== issuer)
      throw new Error(`the identity provider calls itself ${parsed.data.issuer}, not OIDC_ISSUER`)
    kept = { at: Date.now(), metadata: parsed.data }
    return parsed.data
  }
  return async () => {
    if (kept && Date.now() - kept.at < keepMs) return kept.metadata
    reading ??= read().finally(() => {
      reading = undefined
    })
    return await reading
  }
}
