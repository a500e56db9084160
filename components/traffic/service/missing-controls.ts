import type { RouteDto } from '@/lib/contracts/services'

const names: Readonly<Record<string, string>> = {
  weights: 'Weights',
  mirror: 'Mirror',
  match: 'Match',
  fault: 'Faults',
  cutOver: 'Cut over',
  addVersion: 'Add a version',
  scale: 'Scale',
}

/** What a route's data plane can't do, each with its reason; warnings that go with what it can are left out. */
export function missingControls({ capabilities }: RouteDto): { control: string; reason: string }[] {
  const { notes = {}, ...powers } = capabilities
  return Object.entries(notes).flatMap(([control, reason]) =>
    isThere(powers, control) ? [] : [{ control: names[control] ?? control, reason }],
  )
}

/** The warning that goes with a control that is there. */
export function warningOf({ capabilities }: RouteDto, control: string): string | undefined {
  const { notes = {}, ...powers } = capabilities
  return isThere(powers, control) ? notes[control] : undefined
}

function isThere(powers: Omit<RouteDto['capabilities'], 'notes'>, control: string): boolean {
  const power = Object.entries(powers).find(([name]) => name === control)?.[1]
  return power !== undefined && power !== false
}
