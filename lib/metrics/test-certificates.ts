import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import { generate } from 'selfsigned'
import { onTestFinished } from 'vitest'

export interface Issued {
  cert: string
  key: string
}

const common = { algorithm: 'sha256', keyType: 'ec', curve: 'P-256' } as const

/** An authority for one test. */
export async function authority(): Promise<Issued> {
  const made = await generate([{ name: 'commonName', value: 'test-authority' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  return { cert: made.cert, key: made.private }
}

/** A certificate for 127.0.0.1, or for a client of that name. */
export async function issued(by: Issued, name: string): Promise<Issued> {
  const made = await generate([{ name: 'commonName', value: name }], {
    ...common,
    ca: by,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  return { cert: made.cert, key: made.private }
}

/** A Prometheus that demands a client certificate and says in `seen` whose came. */
export async function guardedPrometheus(ca: Issued): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = []
  const own = await issued(ca, 'prometheus')
  const server = createServer(
    { ...own, ca: ca.cert, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      if (request.socket instanceof TLSSocket) seen.push(request.socket.getPeerCertificate().subject.CN)
      response.end('{"status":"success","data":{"resultType":"vector","result":[]}}')
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}
