import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { connect } from '../traffic/kube-connection'
import { applyToPrometheus, applyToVersion } from './apply-script'
import { readScript, scriptNames } from './read-script'

const folder = 'sandbox/scripts'
const usage = 'npm run fault -- <name> [--namespace NS --service NAME --version V] [--demo .aviary/demo.json]'
const Demo = z.object({ kubeconfig: z.string(), prometheus: z.string() })

/** Brings a fault about in a running sandbox; answers what happened, in words. */
export async function fault(argv: string[]): Promise<string> {
  const { positionals, values } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      namespace: { type: 'string' },
      service: { type: 'string' },
      version: { type: 'string' },
      demo: { type: 'string', default: '.aviary/demo.json' },
    },
  })
  const [name] = positionals
  if (name === undefined) return `${usage}\n\n${await describeAll()}`
  const script = await readScript(folder, name)
  const demo = Demo.parse(JSON.parse(readFileSync(values.demo, 'utf8')))
  if (script.of === 'prometheus') {
    await applyToPrometheus(demo.prometheus, script)
    return script.words
  }
  const { namespace, service, version } = values
  if (namespace === undefined || service === undefined || version === undefined)
    throw new Error(`${name} needs --namespace, --service and --version`)
  const connection = connect(demo.kubeconfig)
  try {
    const stamp = new Date().toISOString()
    const names = await applyToVersion(connection, script, { namespace, service, version }, stamp)
    return `${names.join(', ')}: ${script.words}`
  } finally {
    await connection.close()
  }
}

async function describeAll(): Promise<string> {
  const names = await scriptNames(folder)
  const lines = await Promise.all(
    names.map(async (name) => `  ${name.padEnd(20)} ${(await readScript(folder, name)).words}`),
  )
  return lines.join('\n')
}
