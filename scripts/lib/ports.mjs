import { createServer } from 'node:net'

/** Whether nothing listens on this port of the host. */
export async function isFree(port, host = '127.0.0.1') {
  return (await tryListen(port, host)) !== undefined
}

/** The wanted port if it is free, else one that the system chooses. */
export async function freePort(wanted, host = '127.0.0.1') {
  return (wanted && (await tryListen(wanted, host))) || (await tryListen(0, host))
}

function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen({ port, host, exclusive: true }, () => {
      const bound = server.address().port
      server.close(() => resolve(bound))
    })
  })
}
