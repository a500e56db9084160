/** Answers a function that prints one line a step, with the seconds since the start in front. */
export function progress(write = (line) => process.stdout.write(`${line}\n`)) {
  const start = performance.now()
  return (message) => write(`[${seconds(performance.now() - start).padStart(7)}] ${message}`)
}

/** Milliseconds as seconds with one decimal, such as `12.3s`. */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)}s`
}
