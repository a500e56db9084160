export interface DemoUser {
  issuer: string
  subject: string
  name: string
  groups: string[]
  role: string
  scope?: { cluster?: string; namespace?: string; service?: string }
}
export function createDemoTokens<User extends DemoUser>(
  ownerUrl: string,
  users: User[],
): Promise<(User & { token: string })[]>
