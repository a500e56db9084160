// Signs checkpoints of the audit log. It has a private key, and a database user that reads the log and adds checkpoints;
// the server has neither.
import { loadKey, makeKey } from './key'
import { runLoop } from './loop'
import { readSettings } from './settings'
import { openSink } from './sink'

const notConfigured = 78

const say = (words: string): void => void process.stderr.write(`signer: ${words}\n`)

function keygen(file: string | undefined): void {
  if (file === undefined) throw new Error('name the file: npm run signer -- keygen FILE')
  const id = makeKey(file)
  process.stdout.write(`private key ${file} (keep it where only the signer can read it)\n`)
  process.stdout.write(`public key ${file}.pub (give it to the server and to auditors), id ${id}\n`)
}

async function sign(): Promise<void> {
  const settings = readSettings(process.env)
  const key = loadKey(settings.keyFile)
  const sink = await openSink(settings.checkpointFile, say)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  say(`ready, key ${key.id}`)
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  await runLoop({ key, sink, now: () => new Date(), print, say }, settings, stop.signal)
  await sink.close()
}

const [command, ...rest] = process.argv.slice(2)
try {
  if (command === 'keygen') keygen(rest[0])
  else if (command === undefined) await sign()
  else throw new Error(`no such command: ${command}; there is keygen, and none to sign`)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = notConfigured
}
