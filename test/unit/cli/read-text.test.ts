// Files that people give to the command line: read as they are, or refused; never with letters that are not there.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readText } from '../../../services/cli/kit/send.ts'

function file(...bytes: number[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-read-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const made = path.join(folder, 'orders.csv')
  writeFileSync(made, Uint8Array.from(bytes))
  return made
}

const quebec = [...Buffer.from('Qu\u00e9bec', 'utf8')]

test('a table in another encoding than UTF-8 is refused, and says what to do', async () => {
  for (const other of [
    Buffer.from('Qu\u00e9bec', 'latin1'),
    Buffer.from('\ufeffQu\u00e9bec', 'utf16le'),
  ])
    await expect(readText(file(...quebec, ...other))).rejects.toMatchObject({
      problem: { code: 'invalid-input', messageFr: expect.stringContaining('CSV UTF-8') as string },
    })
})

test('UTF-8 is read, with the mark that spreadsheets put before it', async () => {
  expect(await readText(file(...quebec))).toBe('Qu\u00e9bec')
  expect(await readText(file(0xef, 0xbb, 0xbf, ...quebec))).toBe('\ufeffQu\u00e9bec')
})
