import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'
import { textAt } from './json'
import { writePrivateFile } from './private-file'

export interface Certificates {
  ca: string
  cert: string
  key: string
}

const days = (count: number): Date => new Date(Date.now() + count * 86_400_000)

async function makeCertificates(): Promise<Certificates> {
  const common = { algorithm: 'sha256', keyType: 'ec', curve: 'P-256', notAfterDate: days(3650) } as const
  const ca = await generate([{ name: 'commonName', value: 'aviary-sandbox-ca' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  return { ca: ca.cert, cert: server.cert, key: server.private }
}

/** The server's certificate for 127.0.0.1 and localhost with its authority, made once and kept in `dir`. */
export async function loadCertificates(dir: string): Promise<Certificates> {
  const file = join(dir, 'kube-certificates.json')
  const saved: unknown = await readFile(file, 'utf8').then(
    (text): unknown => JSON.parse(text),
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    },
  )
  const [ca, cert, key] = [textAt(saved, 'ca'), textAt(saved, 'cert'), textAt(saved, 'key')]
  if (ca !== undefined && cert !== undefined && key !== undefined)
    if (new Date(new X509Certificate(cert).validTo) > days(30)) return { ca, cert, key }
  const made = await makeCertificates()
  await writePrivateFile(file, JSON.stringify(made))
  return made
}
