/** Opens a row in the inspector. */
export function OpenButton(props: { label: string; describes?: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={props.onClick}
      className="text-left font-medium whitespace-nowrap underline decoration-line-strong underline-offset-3 hover:decoration-text"
    >
      {props.label}
      {props.describes !== undefined && <span className="sr-only"> {props.describes}</span>}
    </button>
  )
}

/** The mark of a row that was found. */
export function FoundMark({ found }: { found: boolean }) {
  if (!found) return null
  return (
    <span className="mr-1.5">
      <span aria-hidden>▸</span>
      <span className="sr-only">found: </span>
    </span>
  )
}
