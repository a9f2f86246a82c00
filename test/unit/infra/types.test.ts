// Node takes the types away itself when it starts a process, with a parser of its own: what `tsc` and Vitest accept, it may not.

import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const files = globSync('{infra,services,shared,workflows}/**/*.ts', { cwd: root })

function refusedBy(text: string): string | undefined {
  try {
    stripTypeScriptTypes(text)
    return undefined
  } catch (error) {
    return String(error)
  }
}

describe('Node’s own reader of types', () => {
  it('accepts every source', () => {
    expect(files.length).toBeGreaterThan(500)
    const refused = files.flatMap((file) => {
      const why = refusedBy(readFileSync(new URL(file, root), 'utf8'))
      return why === undefined ? [] : [`${file}: ${why}`]
    })
    expect(refused).toEqual([])
  })

  it('refuses what kept every process from starting', () => {
    expect(refusedBy('for (const of of [1]) console.log(of)')).toBeDefined()
  })
})
