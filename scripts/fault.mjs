// A scripted fault in a running sandbox: npm run fault -- v2-fails --namespace shop --service checkout --version v2
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from './lib/bundle.mjs'
import { root } from './lib/root.mjs'

process.chdir(root)
try {
  const entry = path.join('sandbox', 'scripts', 'main.ts')
  const { fault } = await import(pathToFileURL(await bundle(entry, 'fault')).href)
  process.stdout.write(`${await fault(process.argv.slice(2))}\n`)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
