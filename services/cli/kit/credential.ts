// What the command line shows to an office to be let in: the token that was given for that very office, or the secret of an office on this machine.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { localOffices, readEnvironment } from './environment.ts'

/** CONCERT_TOKEN goes to the address that was given with it, and never to another office that this one names. */
export function tokenFor(
  url: string,
  { dataDir, given }: { readonly dataDir: string; readonly given: string | undefined },
): string | undefined {
  const { token } = readEnvironment()
  if (token !== undefined && given !== undefined && originOf(given) === originOf(url)) return token
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

/** `localhost` is this machine too. */
function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { origin } = new URL(url)
  return origin.replace('//localhost', '//127.0.0.1')
}
