import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { runInNewContext } from 'node:vm'

/**
 * The scripts that the HTML of a page of the build in `next` names, as `{files, bytes}`: gzip at its usual level, as
 * `next start` sends them, without headers. What is loaded later, by `import()`, is not among them.
 */
export function firstLoad(next, page) {
  const { rootMainFiles } = JSON.parse(readFileSync(path.join(next, 'build-manifest.json'), 'utf8'))
  const manifest = path.join(next, 'server', 'app', page, 'page_client-reference-manifest.js')
  const context = {}
  context.globalThis = context
  runInNewContext(readFileSync(manifest, 'utf8'), context)
  const [{ entryJSFiles }] = Object.values(context.__RSC_MANIFEST)
  const files = [...new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])]
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(next, file))).length, 0)
  return { files: files.length, bytes }
}
