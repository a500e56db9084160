import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sample } from '../traffic/sample'
import { answer } from './api-routes'
import { disturbed, padded, ScriptedFaults } from './faults'
import { QueryError } from './query-error'
import { ScrapeTargets } from './scrape-targets'
import { SeriesStore } from './series-store'

export interface PrometheusApiOptions {
  /** 0 takes any free port. */
  port: number
  /** All samples of all targets; a throw is a failed scrape of each (`up` 0, everything else stale). */
  collect: () => readonly Sample[] | Promise<readonly Sample[]>
  scrapeIntervalSeconds: number
  retentionMinutes?: number
}

export interface PrometheusApi {
  url: string
  close(): Promise<void>
}

/** The target of samples that name none. */
const target = { job: 'istio-mesh', instance: 'sandbox-traffic:15020' }
const maxBody = 1_000_000

/**
 * Prometheus' HTTP API over samples scraped in this process. Nothing is written to disk: a restart begins a new
 * history, as a Prometheus without its volume would. `PUT /-/fault` takes a script of faults, see `faults.ts`.
 */
export async function startPrometheusApi(options: PrometheusApiOptions): Promise<PrometheusApi> {
  const { port, collect, scrapeIntervalSeconds, retentionMinutes = 360 } = options
  const store = new SeriesStore(Math.ceil((retentionMinutes * 60) / scrapeIntervalSeconds))
  const targets = new ScrapeTargets(target)
  const scripted = new ScriptedFaults()
  const last = { time: 0, seconds: 0, error: '' }
  let scraping = false

  const scrape = async (): Promise<void> => {
    if (scraping) return
    scraping = true
    const time = Date.now()
    try {
      const samples = await collect()
      last.error = ''
      store.append(time, both(samples, targets.reached(samples)), target)
    } catch (error) {
      last.error = error instanceof Error ? error.message : String(error)
      store.append(time, targets.lost(), target)
    } finally {
      scraping = false
      last.time = time
      last.seconds = (Date.now() - time) / 1000
    }
  }

  const status = (path: string): unknown => {
    const interval = `${scrapeIntervalSeconds}s`
    switch (path) {
      case 'status/buildinfo':
        return {
          version: '3.0.0',
          revision: 'aviary-sandbox',
          branch: '',
          buildUser: '',
          buildDate: '',
          goVersion: '',
        }
      case 'status/runtimeinfo':
        return {
          timeSeriesCount: store.size,
          storageRetention: `${retentionMinutes}m`,
          reloadConfigSuccess: true,
        }
      case 'status/config':
        return {
          yaml: [
            `global:\n  scrape_interval: ${interval}\nscrape_configs:\n`,
            ...targets.jobs().map((job) => `- job_name: ${job}\n  scrape_interval: ${interval}\n`),
          ].join(''),
        }
      case 'targets':
        return {
          activeTargets: targets.list().map(({ labels, value }) => ({
            labels,
            discoveredLabels: {},
            scrapePool: labels.job,
            scrapeUrl: `http://${labels.instance ?? ''}/metrics`,
            scrapeInterval: interval,
            scrapeTimeout: interval,
            health: value === 1 ? 'up' : 'down',
            lastError: last.error,
            lastScrape: new Date(last.time).toISOString(),
            lastScrapeDuration: last.seconds,
          })),
          droppedTargets: [],
        }
      default:
        return undefined
    }
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://sandbox')
    if (url.pathname === '/-/fault' && request.method === 'PUT') {
      response.writeHead(scripted.set((await textOf(request)).trim()) ? 204 : 400).end()
      return
    }
    const faults = scripted.at(Date.now())
    if (faults.slow > 0) await pause(faults.slow * 1000, undefined, { ref: false })
    if (faults.gone > 0) {
      request.socket.destroy()
      return
    }
    if (url.pathname === '/-/ready' || url.pathname === '/-/healthy') {
      response.end(`Prometheus Server is ${url.pathname === '/-/ready' ? 'Ready' : 'Healthy'}.\n`)
      return
    }
    if (!url.pathname.startsWith('/api/v1/')) {
      response.writeHead(404).end('404 page not found\n')
      return
    }
    try {
      const path = url.pathname.slice('/api/v1/'.length)
      const data = status(path) ?? answer(store, path, await paramsOf(request, url), Date.now())
      if (data === undefined) response.writeHead(404).end('404 page not found\n')
      else
        reply(response, 200, padded(JSON.stringify(disturbed({ status: 'success', data }, faults)), faults))
    } catch (error) {
      if (!(error instanceof QueryError)) throw error
      const { errorType, message } = error
      const body = JSON.stringify({ status: 'error', errorType, error: message })
      reply(response, errorType === 'bad_data' ? 400 : 422, body)
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      if (response.headersSent) response.destroy()
      else reply(response, 500, JSON.stringify({ status: 'error', errorType: 'internal', error: message }))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  await scrape()
  const timer = setInterval(() => void scrape(), scrapeIntervalSeconds * 1000)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      clearInterval(timer)
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
}

function* both(samples: readonly Sample[], more: readonly Sample[]): Generator<Sample> {
  yield* samples
  yield* more
}

/** Query string and, for POST, the form; both count, as in Go's Request.Form. */
async function paramsOf(request: IncomingMessage, url: URL): Promise<URLSearchParams> {
  if (request.method !== 'POST') return url.searchParams
  return new URLSearchParams([...new URLSearchParams(await textOf(request)), ...url.searchParams])
}

async function textOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) {
    body += String(chunk)
    if (body.length > maxBody) throw new QueryError('bad_data', 'http: request body too large')
  }
  return body
}

function reply(response: ServerResponse, code: number, json: string): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(json)
}
