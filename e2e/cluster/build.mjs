// Builds the real control plane from the pinned modules into a cache folder; a few minutes once, nothing after.
//   node e2e/cluster/build.mjs           builds what is missing
//   node e2e/cluster/build.mjs --print   prints the folder when it is complete, else ends with 3
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { controlPlaneFolder, isComplete, marker, recipe } from './cache.mjs'
import { go, moduleFolder } from './go.mjs'

async function build(folder) {
  await mkdir(path.join(folder, 'bin'), { recursive: true })
  await timed('istio-crds.yaml', async () => {
    const istio = await moduleFolder('crds', 'istio.io/api')
    const source = path.join(istio, 'kubernetes', 'customresourcedefinitions.gen.yaml')
    await put(path.join(folder, 'istio-crds.yaml'), await readFile(source))
  })
  await timed('kwok-stages.yaml', async () => {
    const kwok = await moduleFolder('kwok', 'sigs.k8s.io/kwok')
    const stages = [...(await stageFiles(kwok, 'node')), ...(await stageFiles(kwok, 'pod'))]
    await put(path.join(folder, 'kwok-stages.yaml'), stages.join('\n---\n'))
  })
  for (const { name, module, main } of recipe.binaries) {
    const target = path.join(folder, 'bin', name)
    if (existsSync(target)) continue
    await timed(name, async () => {
      const partial = `${target}.${process.pid}`
      await go(module, ['build', ...recipe.flags, '-o', partial, main])
      await rename(partial, target)
    })
  }
  await put(path.join(folder, marker), `${new Date().toISOString()}\n`)
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
  const folder = controlPlaneFolder()
  if (process.argv.includes('--print')) {
    if (isComplete(folder)) console.log(folder)
    else process.exitCode = 3
  } else if (isComplete(folder)) {
    console.log('The control plane is built already.')
  } else {
    await timed('control plane', () => build(folder))
  }
} catch (error) {
  console.error(`The control plane could not be built: ${error.message}`)
  process.exitCode = 1
}
