/** One value of one series. The same object comes back at every collection while the series lives. */
export interface Sample {
  readonly name: string
  /** Shared and never changed after creation. */
  readonly labels: Readonly<Record<string, string>>
  value: number
}
