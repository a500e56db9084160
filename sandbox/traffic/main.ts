import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { startTraffic } from './start-traffic'

/** Traffic as a process of its own: reads the routes of any cluster and is scraped by a real Prometheus. */
const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string' },
    port: { type: 'string', default: '15020' },
    scale: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    histograms: { type: 'string', default: 'on' },
    'tick-ms': { type: 'string', default: '200' },
  },
})
if (values.kubeconfig === undefined) throw new Error('--kubeconfig is needed')

const traffic = await startTraffic({
  kubeconfig: values.kubeconfig,
  scale: Number(values.scale),
  seed: Number(values.seed),
  tickMs: Number(values['tick-ms']),
  onTrouble: (message) => console.error(message),
})
const server = createServer((request, response) => {
  if (request.url?.split('?')[0] !== '/metrics') {
    response.writeHead(404).end()
    return
  }
  response
    .writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    .end(traffic.expose(values.histograms !== 'off'))
})
server.listen(Number(values.port), '127.0.0.1', () => console.log('traffic ready'))

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
    traffic.close().catch((error: unknown) => console.error(error))
  })
}
