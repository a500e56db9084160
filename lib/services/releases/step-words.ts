import type { Step } from '../../domain/release/step'

/** A step in plain words, as an order: "go to 40 %". */
export function stepWords(step: Step): string {
  switch (step.kind) {
    case 'add-version':
      return 'add the canary at weight 0'
    case 'weight':
      return `go to ${step.weight} %`
    case 'cut-over':
      return 'cut over to the canary'
    case 'match':
      return step.when.length > 0
        ? `send the chosen requests of ${step.name} to the canary`
        : `remove the match ${step.name}`
    case 'mirror':
      return step.percent > 0 ? `mirror ${step.percent} % to the canary` : 'stop the mirror'
    case 'scale':
      return `scale ${step.version} to ${step.replicas} pods`
    case 'bake':
      return `bake ${step.seconds} s`
    case 'analysis':
      return 'wait for the verdict'
    case 'approval':
      return 'wait for an approval'
  }
}
