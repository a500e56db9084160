import { parseArgs } from 'node:util'

export interface CanvasOptions {
  nodes: number
  edges: number
  /** Seconds of each pan. */
  seconds: number
  /** Load below which the machine counts as quiet, and seconds to wait for that. */
  quiet: number
  patience: number
}

/** Reads `--nodes 500 --edges 1000 --seconds 5 --quiet 1.5 --patience 300`. Throws with what is wrong. */
export function readCanvasOptions(argv: string[]): CanvasOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      nodes: { type: 'string', default: '500' },
      edges: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '5' },
      quiet: { type: 'string', default: '1.5' },
      patience: { type: 'string', default: '300' },
    },
  })
  const number = (name: keyof typeof values) => {
    const value = Number(values[name])
    if (!(value > 0)) throw new Error(`--${name} takes a positive number, not ${values[name]}`)
    return value
  }
  return {
    nodes: number('nodes'),
    edges: number('edges'),
    seconds: number('seconds'),
    quiet: number('quiet'),
    patience: number('patience'),
  }
}
