/** Why the person's groups were not taken, over every page: without them most of Aviary is refused. */
export function GroupsNotice({ problem }: { problem: string }) {
  return (
    <div
      role="status"
      data-testid="groups-notice"
      className="border-b border-degraded bg-panel px-4 py-3 text-sm md:px-6"
    >
      <span aria-hidden className="mr-2 text-degraded">
        ◆
      </span>
      {problem}
    </div>
  )
}
