/** A name with the subject that it stands for. */
export function Person({ name, subject }: { name: string; subject: string }) {
  return (
    <>
      <span className="font-medium">{name}</span>
      {subject !== name && <span className="block text-xs break-all text-muted">{subject}</span>}
    </>
  )
}
