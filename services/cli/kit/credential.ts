// What the command line shows to an office to be let in: the token that was given for that very office, the session of whoever signed in there, or the secret of an office on this machine.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { localOffices, readEnvironment } from './environment.ts'
import { originOf, signInAt } from './sign-ins.ts'

/** CONCERT_TOKEN goes to the address that was given with it, and never to another office that this one names. */
export function tokenFor(
  url: string,
  { dataDir, given }: { readonly dataDir: string; readonly given: string | undefined },
): string | undefined {
  const { token } = readEnvironment()
  if (token !== undefined && given !== undefined && originOf(given) === originOf(url)) return token
  // Also where it has ended: whoever signed in acts as themselves, or is told to sign in again, and never as somebody else by accident.
  const signedIn = signInAt(url)
  if (signedIn !== undefined) return signedIn.secret
  return machineToken(url, dataDir)
}

/** This machine's own secret, whoever signed in: for what acts for several people at once, as a replay does. */
export function machineToken(url: string, dataDir: string): string | undefined {
  const here = localOffices(dataDir)?.find((office) => originOf(office.url) === originOf(url))
  return here === undefined ? undefined : localToken(dataDir, here.id)
}

/** Only the user who runs the office can read it. */
export function localToken(dataDir: string, office: string): string | undefined {
  try {
    return readFileSync(path.join(dataDir, 'offices', office, 'local.token'), 'utf8').trim()
  } catch {
    // Another user's, or an office whose people sign in: it will say so itself.
    return undefined
  }
}
