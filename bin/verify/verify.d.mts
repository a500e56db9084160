/** Everything that the command asks for; the answer is what `--json` prints. */
export function verify(question: {
  input: string
  pub: string[]
  checkpoint: string[]
  apiserverAudit: string[]
  account: string[]
}): Promise<{ verdict: 'whole' | 'tampered' | 'incomplete'; exit: number }>
