import type { Random } from '../random'

/** The visitors of one sticky service at a time: few, so that each one's fate moves the shares. */
const visitors = 80
/** A visit lasts so long in the middle; then a new visitor without a cookie takes the place. */
const visitMs = 90_000

interface Visit {
  child: string
  until: number
}

/** Who came with which sticky cookie. Cookies outlive changes of the configuration, as they do in browsers. */
export class Visitors {
  private readonly visits = new Map<string, Visit>()
  now = 0

  constructor(private readonly random: Random) {}

  /** The child that a visitor's cookie of a service names; nothing without a cookie. */
  cookie(service: string, user: number): string | undefined {
    const visit = this.visits.get(keyOf(service, user))
    return visit && visit.until > this.now ? visit.child : undefined
  }

  /** A new visit begins with the cookie; a visitor who is given another one stays the same visitor. */
  remember(service: string, user: number, child: string): void {
    const visit = this.visits.get(keyOf(service, user))
    if (visit && visit.until > this.now) visit.child = child
    else {
      const until = this.now - visitMs * Math.log(1 - this.random.next())
      this.visits.set(keyOf(service, user), { child, until })
    }
  }
}

function keyOf(service: string, user: number): string {
  return `${service}|${user % visitors}`
}
