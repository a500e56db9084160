// Loaded before a program that our scripts start: ends it when the starter dies without a word (its pipe closes).
import { isMainThread } from 'node:worker_threads'

const GRACE = 10_000

if (isMainThread) {
  process.stdin.once('close', () => {
    setTimeout(() => process.exit(1), GRACE).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  process.stdin.on('error', () => undefined)
  process.stdin.resume()
  process.stdin.unref?.()
}
