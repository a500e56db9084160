// Builds the real control plane and Traefik from the pinned modules into cache folders; minutes once, nothing after.
//   node e2e/cluster/build.mjs           builds what is missing
//   node e2e/cluster/build.mjs --print   prints the folders when all are complete, else ends with 3
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isComplete, marker, partFolder, parts } from './cache.mjs'
import { crdSources, readCrds } from './crds.mjs'
import { go, moduleFolder } from './go.mjs'

const makers = {
  'kwok-stages.yaml': kwokStages,
  ...Object.fromEntries(crdSources.map((source) => [`${source.name}-crds.json`, () => crds(source)])),
}

async function build(part, folder) {
  await mkdir(folder, { recursive: true })
  for (const file of part.files) {
    await timed(file, async () => put(path.join(folder, file), await makers[file]()))
  }
  for (const [name, main] of Object.entries(part.binaries)) {
    const target = path.join(folder, name)
    if (existsSync(target)) continue
    await timed(name, async () => {
      const partial = `${target}.${process.pid}`
      await go(part.name, ['build', ...part.flags, '-o', partial, main])
      await rename(partial, target)
    })
  }
  await put(path.join(folder, marker), `${new Date().toISOString()}\n`)
}

async function crds(source) {
  const { definitions } = await readCrds(source)
  return JSON.stringify(definitions)
}

async function kwokStages() {
  const kwok = await moduleFolder('kwok', 'sigs.k8s.io/kwok')
  return [...(await stageFiles(kwok, 'node')), ...(await stageFiles(kwok, 'pod'))].join('\n---\n')
}

async function stageFiles(kwok, kind) {
  const folder = path.join(kwok, 'kustomize', 'stage', kind, 'fast')
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith('.yaml') && name !== 'kustomization.yaml',
  )
  return Promise.all(names.sort().map((name) => readFile(path.join(folder, name), 'utf8')))
}

// Under another name first: a second build at the same time never reads half a file.
async function put(target, content) {
  const partial = `${target}.${process.pid}`
  await writeFile(partial, content)
  await rename(partial, target)
}

async function timed(what, work) {
  console.log(`${what} …`)
  const start = performance.now()
  await work()
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

try {
  const folders = new Map(parts.map((part) => [part, partFolder(part)]))
  const missing = parts.filter((part) => !isComplete(folders.get(part)))
  if (process.argv.includes('--print')) {
    if (missing.length > 0) process.exitCode = 3
    else console.log([...folders.values()].join('\n'))
  } else if (missing.length === 0) {
    console.log('The control plane is built already.')
  } else {
    await timed('control plane', async () => {
      for (const part of missing) await build(part, folders.get(part))
    })
  }
} catch (error) {
  console.error(`The control plane could not be built: ${error.message}`)
  process.exitCode = 1
}
