/** One value of one series. The same object comes back at every collection while the series lives. */
export interface Sample {
  readonly name: string
  /** Shared and never changed after creation. */
  readonly labels: Readonly<Record<string, string>>
  /** Labels of the target it is scraped from, where that is another than the generator itself; one object a target. */
  readonly target?: Readonly<Record<string, string>>
  value: number
}
