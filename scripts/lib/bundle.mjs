import { renameSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { buildFolder, root } from './root.mjs'

/**
 * Bundles a TypeScript program of this checkout into `.aviary/build/<name>.mjs` for Node and answers that path.
 * Packages stay outside; run it with the checkout as working directory.
 */
export async function bundle(entry, name = path.basename(entry, '.ts')) {
  const outfile = path.join(buildFolder, `${name}.mjs`)
  const half = path.join(buildFolder, `${name}.${process.pid}.mjs`)
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: half,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@': root },
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  renameSync(half, outfile)
  return outfile
}
