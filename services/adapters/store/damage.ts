// What a damaged SQLite file is known by, and under which name it is set aside. Nothing is deleted here.

import { existsSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const corrupt = 11
const notADatabase = 26

export function isDamaged(error: unknown): boolean {
  // The lowest byte is the kind; the others say more.
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return code === corrupt || code === notADatabase
}

/** Whether SQLite finds nothing wrong in the file. One that is not there, or empty, is whole. */
export function isWhole(file: string): boolean {
  if (!existsSync(file) || statSync(file).size === 0) return true
  try {
    using database = new DatabaseSync(file)
    return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok'
  } catch (error) {
    if (isDamaged(error)) return false
    throw error
  }
}

/** `disbelieved`: it has an event under a key that counts no more there. */
export type SetAsideWhy = 'damaged' | 'outdated' | 'disbelieved'

/** `projection.sqlite` → `projection.sqlite.damaged-2026-11-27T10-20-00-000Z`. */
export function setAsideName(file: string, why: SetAsideWhy): string {
  return `${file}.${why}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
}
