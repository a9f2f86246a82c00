// Where a person is signed in from this command line: one session an office, in a file that only this user can read.

import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readEnvironment } from './environment.ts'

export interface SignIn {
  readonly office: string
  readonly name: string
  readonly secret: string
  /** When it ends at the latest; the office may end it before. */
  readonly until: string
}
type SignIns = Readonly<Record<string, SignIn>>

/** The sign-in at an office's address; undefined where there is none. */
export function signInAt(url: string): SignIn | undefined {
  const origin = originOf(url)
  return origin === undefined ? undefined : read()[origin]
}

export function keepSignIn(url: string, signIn: SignIn): void {
  const origin = originOf(url)
  if (origin !== undefined) write({ ...read(), [origin]: signIn })
}

/** Answers whether there was one. */
export function dropSignIn(url: string): boolean {
  const origin = originOf(url)
  const all = read()
  if (origin === undefined || all[origin] === undefined) return false
  const { [origin]: _, ...others } = all
  write(others)
  return true
}

/** `localhost` is this machine too. */
export function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { origin } = new URL(url)
  return origin.replace('//localhost', '//127.0.0.1')
}

const fileOf = () => path.join(readEnvironment().configDir, 'sign-ins.json')

/** A file that is gone or spoiled signs nobody in: whoever it was signs in again. */
function read(): SignIns {
  try {
    const kept: unknown = JSON.parse(readFileSync(fileOf(), 'utf8'))
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(Object.entries(kept).filter((each) => isSignIn(each[1])))
  } catch {
    return {}
  }
}

function isSignIn(value: unknown): value is SignIn {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['office', 'name', 'secret', 'until'].every(
      (field) => typeof (value as Record<string, unknown>)[field] === 'string',
    )
  )
}

/** Whole or not at all: a command that starts meanwhile reads the one or the other. */
function write(all: SignIns): void {
  const file = fileOf()
  if (Object.keys(all).length === 0) {
    rmSync(file, { force: true })
    return
  }
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.${process.pid}`
  writeFileSync(next, JSON.stringify(all, null, 2), { mode: 0o600 })
  chmodSync(next, 0o600)
  renameSync(next, file)
}
