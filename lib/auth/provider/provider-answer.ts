/** What asking the identity provider came to. */
export type Asked<T> =
  | { kind: 'said'; value: T }
  /** It says that the person's session, grant or account is no more. */
  | { kind: 'ended'; why: string }
  /** It does not answer, or not as it should: nothing is known. */
  | { kind: 'failed'; why: string }

export const providerTimeoutMs = 5_000
const mostBytes = 1024 * 1024

/** Sends one request to the provider; without redirects, which could lead a secret elsewhere. */
export async function askProvider(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; json: unknown } | { failed: string }> {
  try {
    const signal = AbortSignal.timeout(providerTimeoutMs)
    const response = await fetch(url, { ...init, redirect: 'error', signal })
    return { status: response.status, json: parse(await limited(response)) }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { failed: cause instanceof Error ? cause.message : String(cause) }
  }
}

async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) throw new RangeError('the answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Undefined for what is not JSON: error pages of proxies in between are not. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
