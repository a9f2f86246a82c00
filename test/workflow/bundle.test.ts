// The workflows' bundle: it builds, holds only what may be in a workflow, and is built once for several processes.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workflowBundle } from '../../services/adapters/temporal/bundle.ts'

let folder: string
let bundle: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'concert-bundle-'))
  bundle = await workflowBundle({ cacheDir: path.join(folder, 'cache') })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Paths of the modules that webpack put in. */
function modulesOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^\/\*\*\*\/ "([^"]+)":?/gm)].map(
    (match) => match[1]!,
  )
}

describe('the workflow bundle', () => {
  it('holds the workflows and the rules, no zod and nothing of Node', () => {
    const modules = modulesOf(bundle)
    expect(modules).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/workflows\/life\.ts$/),
        expect.stringMatching(/shared\/order\/rules\.ts$/),
        expect.stringMatching(/shared\/matter\/rules\.ts$/),
      ]),
    )
    expect(
      modules.filter((module) => /\/zod\//.test(module) || module.endsWith('.schema.ts')),
    ).toEqual([])
    expect(
      modules.filter(
        (module) =>
          /^(node:|external )/.test(module) ||
          /^(fs|crypto|path|os|net|http|https|stream|child_process|worker_threads)$/.test(module),
      ),
    ).toEqual([])
    expect(readFileSync(bundle, 'utf8')).not.toMatch(/require\("node:/)
    // 3.6 MB today: the SDK, the rules with their refusals in both languages, and the map to their sources; zod would add 1.1, holiday libraries 8.
    expect(statSync(bundle).size).toBeLessThan(4_000_000)
  })

  it('is not built a second time', async () => {
    const said: string[] = []
    expect(
      await workflowBundle({
        cacheDir: path.join(folder, 'cache'),
        report: (line) => said.push(line),
      }),
    ).toBe(bundle)
    expect(said).toEqual([])
  })

  it('is one whole file when several build it at once', async () => {
    const cacheDir = path.join(folder, 'together')
    const paths = await Promise.all([workflowBundle({ cacheDir }), workflowBundle({ cacheDir })])
    expect(paths[0]).toBe(paths[1])
    expect(readdirSync(cacheDir)).toEqual([path.basename(paths[0])])
    expect(modulesOf(paths[0])).toEqual(modulesOf(bundle))
  })

  it('that imports a builtin of Node is refused, naming it', async () => {
    const entry = path.join(import.meta.dirname, 'support', 'bad', 'index.ts')
    await expect(workflowBundle({ entry, cacheDir: path.join(folder, 'cache') })).rejects.toThrow(
      /cannot be built from .*index\.ts[^]*ERROR in node:fs/,
    )
  })
})
