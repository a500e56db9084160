// The least that is needed to speak to a Kubernetes API server.
import https from 'node:https'

/** Requests as one user: `(method, path, {body, type, headers})` → `{status, body}`; JSON unless `type` says otherwise. */
export function apiClient({ server, ca, token }) {
  return (method, path, { body, type = 'application/json', headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      const request = https.request(
        new URL(path, server),
        {
          method,
          ca,
          agent: false,
          timeout: 10_000,
          headers: {
            authorization: `Bearer ${token}`,
            ...(text === undefined
              ? {}
              : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
            ...headers,
          },
        },
        (response) => {
          const chunks = []
          response.on('data', (chunk) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () =>
            resolve({ status: response.statusCode, body: parsed(Buffer.concat(chunks).toString()) }),
          )
        },
      )
      request.on('timeout', () => request.destroy(new Error(`${method} ${path} took more than 10 s`)))
      request.on('error', reject)
      request.end(text)
    })
}

function parsed(text) {
  return text.startsWith('{') ? JSON.parse(text) : text
}

/** The same, but rejecting whatever is not a 2xx. */
export function strict(request) {
  return async (method, path, options) => {
    const answer = await request(method, path, options)
    if (answer.status >= 200 && answer.status < 300) return answer.body
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body.message ?? answer.body}`)
  }
}
