// A real Prometheus that scrapes what it is given.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { cacheRoot } from './cache.mjs'
import { freePorts, startChild, until } from './processes.mjs'

const run = promisify(execFile)

/**
 * Starts Prometheus with its files in `dir`, on `port` or a free one, and answers when it is ready.
 * `scrape` is `[{job, targets: ['host:port'], interval: '2s', path: '/metrics', token}]`; path and bearer token may be left
 * out. `rules` are files of rules.
 */
export async function startPrometheus({ dir, port, scrape, rules = [] }) {
  await mkdir(dir, { recursive: true })
  const address = `127.0.0.1:${port ?? (await freePorts(1))[0]}`
  const config = path.join(dir, 'prometheus.json')
  await writeFile(config, JSON.stringify(configuration(scrape, rules)))
  const child = startChild({
    name: 'prometheus',
    command: await binary(),
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(dir, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    dir,
  })
  const url = `http://${address}`
  try {
    await until('prometheus', async () => (await fetch(`${url}/-/ready`)).ok, { children: [child] })
  } catch (error) {
    await child.stop()
    throw error
  }
  return { url, stop: () => child.stop() }
}

// JSON is YAML too. The timeout follows the interval, or Prometheus refuses intervals below its 10 s.
function configuration(scrape, rules) {
  return {
    rule_files: rules,
    scrape_configs: scrape.map(({ job, targets, interval, path: metrics = '/metrics', token }) => ({
      job_name: job,
      scrape_interval: interval,
      scrape_timeout: interval,
      metrics_path: metrics,
      ...(token === undefined ? {} : { authorization: { credentials: token } }),
      static_configs: [{ targets }],
    })),
  }
}

async function binary() {
  const found = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'prometheus'))
  const unpacked = path.join(cacheRoot(), 'prometheus', 'usr', 'bin', 'prometheus')
  return [...found, unpacked].find((file) => existsSync(file)) ?? (await unpackDebianPackage(unpacked))
}

// Unpacked, not installed: nothing else on the machine changes and no service of the distribution is started.
async function unpackDebianPackage(file) {
  const target = path.join(cacheRoot(), 'prometheus')
  await mkdir(cacheRoot(), { recursive: true })
  const scratch = await mkdtemp(`${target}-`)
  try {
    if (process.getuid?.() === 0) await run('apt-get', ['update', '-qq'])
    await run('apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', 'prometheus'], { cwd: scratch })
    const [archive] = (await readdir(scratch)).filter((name) => name.endsWith('.deb'))
    await run('dpkg-deb', ['-x', archive, 'root'], { cwd: scratch })
    await rename(path.join(scratch, 'root'), target)
    return file
  } catch (error) {
    const reason = (error.stderr || error.message).trim().split('\n').at(-1)
    throw new Error(`There is no prometheus on PATH, and Debian's package could not be had: ${reason}`)
  } finally {
    await rm(scratch, { recursive: true })
  }
}
