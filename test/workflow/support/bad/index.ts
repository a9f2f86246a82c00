// A workflow that reads a file: what the bundle must refuse.

import { readFileSync } from 'node:fs'

export async function bad(): Promise<string> {
  return readFileSync('/etc/hostname', 'utf8')
}
