import { show } from './show.mjs'

/**
 * What the verdict does not cover, so that nobody reads more into it than it says.
 * @returns {import('./verify-export.mjs').Note[]}
 */
export function unknowns({ chain, given, keys, compared, apiserver }) {
  const { first, lastSeq, epochs } = chain
  const notes = []
  const note = (code, detail) => notes.push({ code, detail })
  if (first !== undefined && first.seq > 1)
    note(
      'before-first',
      `the file begins with event ${first.seq}: it proves nothing about ${upTo(first.seq - 1)}, nor that it was to begin here`,
    )
  if (given.good.length === 0)
    note(
      'no-checkpoint',
      `without a checkpoint kept elsewhere nobody can tell whether events after ${lastSeq ?? 0} were cut off, whether an old backup was put in place, or whether somebody with the database computed hashes anew`,
    )
  else if (keys.length === 0)
    note(
      'signature-unchecked',
      'without --pub no signature was checked: a checkpoint that came the same way as the events may be forged with them',
    )
  if (compared.before > 0)
    note(
      'before-range',
      `${counted(compared.before, 'checkpoint')} of events before the first one could not be compared`,
    )
  const attested = compared.newest?.seq ?? 0
  if (given.good.length > 0 && lastSeq !== undefined && attested < lastSeq && !compared.beyond)
    note(
      'after-checkpoint',
      `no checkpoint attests events after ${attested}: those up to ${lastSeq} may have been computed anew, and later ones cut off`,
    )
  if (given.gaps > 0)
    note(
      'checkpoint-gaps',
      `${counted(given.gaps, 'checkpoint')} before which another one is missing from those given`,
    )
  if (given.cut) note('checkpoint-cut', 'the last line of the checkpoints is cut off and was left out')
  for (const { epoch, seq, action } of epochs.slice(1))
    note(
      'epoch',
      `epoch ${epoch} begins with event ${seq} (${show(action)}): the database had gone back to an older state, and what was lost then is not here`,
    )
  if (apiserver) notes.push(...ofCluster(apiserver))
  return notes
}

function ofCluster({ accounts, outside, uncovered, unread, unkept }) {
  const notes = [
    {
      code: 'api-log-itself',
      detail:
        'the log of the API server is not chained: what its policy leaves out or somebody took out of it cannot be seen',
    },
  ]
  const note = (code, detail) => notes.push({ code, detail })
  if (accounts.length === 0)
    note('no-account', 'no write in the log of the API server is one of Aviary’s; --account says who it is')
  if (outside > 0)
    note(
      'outside-events',
      `${counted(outside, 'write')} before the first or after the last event could not be compared`,
    )
  if (uncovered > 0)
    note(
      'outside-api-log',
      `${counted(uncovered, 'operation')} outside the times of the log of the API server`,
    )
  if (unread > 0)
    note('api-log-unread', `${counted(unread, 'line')} of the log of the API server could not be read`)
  if (unkept > 0) note('api-log-many', `${counted(unkept, 'further write')} were too many to be compared`)
  return notes
}

const upTo = (seq) => (seq === 1 ? 'event 1' : `events 1 to ${seq}`)
const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`
