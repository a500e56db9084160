import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Envelope, Faults } from '../../sandbox/prometheus/faults'
import { disturbed, padded, ScriptedFaults } from '../../sandbox/prometheus/faults'
import { readScript } from '../../sandbox/scripts/read-script'

/** Stands between Aviary and its Prometheus, the real one too, and puts it out of order by a script. */
export interface PrometheusGateway {
  url: string
  /** The name of one of the sandbox's scripts, such as `prometheus-gone`. */
  fault(name: string): Promise<void>
  close(): Promise<void>
}

/** Starts a gateway on loopback before the Prometheus at `target`. */
export async function startPrometheusGateway(target: string): Promise<PrometheusGateway> {
  const scripted = new ScriptedFaults()
  const server = createServer((request, response) => {
    answer(target, scripted.at(Date.now()), request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: async (name) => {
      scripted.set((await readScript('sandbox/scripts', name)).script)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  target: string,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (faults.gone > 0) {
    request.socket.destroy()
    return
  }
  if (faults.slow > 0) await pause(faults.slow * 1000, undefined, { ref: false })
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const type = request.headers['content-type']
  const reply = await fetch(`${target}${request.url ?? '/'}`, {
    method: request.method ?? 'GET',
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  })
  const text = await reply.text()
  const json = (reply.headers.get('content-type') ?? '').includes('json')
  response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'text/plain' })
  response.end(
    json && reply.ok ? padded(JSON.stringify(disturbed(JSON.parse(text) as Envelope, faults)), faults) : text,
  )
}
