// The "may import" table of the folders, held by the linter: each forbidden import is tried.

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const cases: readonly (readonly [file: string, imported: string, allowed: boolean])[] = [
  ['shared/order/a.ts', './b.ts', true],
  ['shared/order/a.ts', '../order/b.ts', true],
  ['shared/order/a.ts', 'zod', false],
  ['shared/order/a.ts', 'node:fs', false],
  ['shared/order/a.ts', 'fs', false],
  ['shared/order/a.ts', '@temporalio/common', false],
  ['shared/order/a.ts', '../../services/b.ts', false],
  ['shared/order/a.ts', '../../workflows/b.ts', false],
  ['shared/order/a.ts', '../../infra/b.ts', false],
  ['shared/order/a.schema.ts', 'zod', true],
  ['shared/order/a.schema.ts', './b.ts', true],
  ['shared/order/a.schema.ts', 'zod-to-json-schema', false],
  ['shared/order/a.schema.ts', 'nats', false],
  ['shared/order/a.schema.ts', 'node:crypto', false],
  ['shared/order/a.schema.ts', '../../services/b.ts', false],
  ['workflows/order/a.ts', '@temporalio/workflow', true],
  ['workflows/order/a.ts', '@temporalio/common', true],
  ['workflows/order/a.ts', '../../shared/b.ts', true],
  ['workflows/order/a.ts', '@temporalio/worker', false],
  ['workflows/order/a.ts', '@temporalio/client', false],
  ['workflows/order/a.ts', '@temporalio/activity', false],
  ['workflows/order/a.ts', 'zod', false],
  ['workflows/order/a.ts', 'node:timers', false],
  ['workflows/order/a.ts', '../../services/b.ts', false],
  ['shared/order/a.ts', '../contract/b.ts', false],
  ['shared/kernel/a.ts', '../order/b.ts', false],
  ['shared/policy/a.ts', '../kernel/b.ts', true],
  ['shared/policy/a.ts', '../order/b.ts', false],
  ['shared/contract/a.ts', '../order/b.ts', true],
  ['services/platform/a.ts', '../../shared/office/b.ts', true],
  ['services/platform/a.ts', '../office/b.ts', false],
  ['services/office/orders/a.ts', '../ports.ts', true],
  ['services/office/orders/a.ts', '../../../workflows/b.ts', true],
  ['services/office/a.ts', '../adapters/store/b.ts', false],
  ['services/office/joint/a.ts', '../../adapters/store/b.ts', false],
  ['services/office/a.ts', 'nats', false],
  ['services/office/a.ts', '@temporalio/client', false],
  ['services/adapters/ledger/a.ts', 'nats', true],
  ['services/adapters/ledger/a.ts', '../../office/ports.ts', true],
  ['services/adapters/ledger/a.ts', '../../web/b.ts', false],
  ['services/adapters/ledger/a.ts', '../../../infra/engines/b.ts', false],
  ['services/adapters/ledger/a.ts', '../../../test/b.ts', false],
  ['services/client/a.ts', '../../shared/contract/b.ts', true],
  ['services/client/a.ts', '../office/b.ts', false],
  ['services/web/a.ts', '../../shared/contract/b.ts', true],
  ['services/web/a.ts', './orders/page.ts', true],
  ['services/web/a.ts', '../office/b.ts', false],
  ['services/web/a.ts', '../client/b.ts', false],
  ['services/web/a.ts', '../cli/b.ts', false],
  ['services/web/orders/a.ts', '../../adapters/store/b.ts', false],
  ['services/web/orders/a.ts', '../../office/b.ts', false],
  ['services/web/orders/a.ts', '../../client/b.ts', false],
  ['services/web/orders/a.ts', '../../../shared/order/b.ts', true],
  ['services/web/orders/a.ts', '../kit/b.ts', true],
  ['services/web/orders/a.ts', './words.ts', true],
  ['services/web/orders/a.ts', '../drift/page.ts', false],
  ['services/web/orders/a.ts', '../api.ts', false],
  ['services/web/kit/a.ts', './words.ts', true],
  ['services/web/kit/a.ts', '../joint/words.ts', false],
  ['services/cli/a.ts', './kit/b.ts', true],
  ['services/cli/a.ts', '../client/b.ts', true],
  ['services/cli/order/a.ts', '../../../shared/contract/b.ts', true],
  ['services/cli/a.ts', '../office/b.ts', false],
  ['services/cli/order/a.ts', '../../office/b.ts', false],
  ['services/cli/a.ts', '../web/kit/b.ts', false],
  ['services/cli/a.ts', '../adapters/store/b.ts', false],
  ['services/cli/order/a.ts', '../../apps/concert/b.ts', false],
  ['services/cli/a.ts', '../../infra/engines/b.ts', false],
  ['services/cli/a.ts', '../../workflows/b.ts', false],
  ['services/apps/office/a.ts', '../../adapters/store/b.ts', true],
  ['services/apps/concert/a.ts', '../../../infra/engines/b.ts', true],
  ['services/apps/concert/a.ts', '../../../test/b.ts', false],
  ['infra/federation/a.ts', '../../services/b.ts', true],
  ['infra/federation/a.ts', '../../test/b.ts', false],
]

it('refuses exactly the imports that a folder may not have', () => {
  using folder = lintFolder()
  const written = cases.map(([file, imported, allowed], index) => {
    const name = file.replace('/a.', `/a${index}.`)
    folder.write(name, `import * as b from '${imported}'\nexport { b }\n`)
    return { name, imported, allowed }
  })
  const refused = folder.filesWith('no-restricted-imports')
  expect(written.filter(({ name, allowed }) => refused.has(name) === allowed)).toEqual([])
  expect(refused.size).toBe(cases.filter(([, , allowed]) => !allowed).length)
})

it('refuses files that import one another, also where only types go around', () => {
  using folder = lintFolder()
  folder.write('services/platform/one.ts', circle('./two.ts', 'One', 'Two'))
  folder.write('services/platform/two.ts', circle('./one.ts', 'Two', 'One'))
  folder.write('services/platform/three.ts', circle('./four.ts', 'Three', 'Four'))
  folder.write('services/platform/four.ts', 'export type Four = 4\n')
  expect([...folder.filesWith('no-cycle')].toSorted()).toEqual([
    'services/platform/one.ts',
    'services/platform/two.ts',
  ])
})

/** A file whose only import is a type. */
function circle(from: string, own: string, other: string): string {
  return `import type { ${other} } from '${from}'\nexport type ${own} = { readonly of?: ${other} }\n`
}

/** A folder with our rules; it is gone when its scope ends. */
function lintFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-lint-'))
  copyFileSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'))
  return {
    write(name: string, text: string): void {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), text)
    },
    /** The files in which the linter reports `rule`. */
    filesWith(rule: string): Set<string | undefined> {
      const { stdout } = spawnSync(
        process.execPath,
        [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--format=unix'],
        { cwd: folder, encoding: 'utf8' },
      )
      const lines = stdout.split('\n').filter((line) => line.includes(rule))
      return new Set(lines.map((line) => line.split(':')[0]))
    },
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
