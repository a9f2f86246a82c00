// What the documents say of the code is so: every path is there, every function that is named is in its file, every state and event is told.

import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { participationEventSchema } from '../../../shared/joint/participation.schema.ts'
import { proposalEventSchema } from '../../../shared/joint/proposal.schema.ts'
import { jointStatuses, jointSteps } from '../../../shared/joint/standing.ts'
import { maxEventBytes } from '../../../shared/kernel/limits.ts'
import { cloudEventSchema } from '../../../shared/ledger/envelope.schema.ts'

const root = new URL('../../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const documents = ['docs/architecture.md', 'docs/spec/wire.md', 'docs/spec/joint-action.md']

/** `shared/rules.ts`, `workflows`, `.oxlintrc.json`: what stands between back ticks and begins as a path of this repository. */
const pathsIn = (text: string) =>
  [
    ...text.matchAll(
      /`((?:shared|services|workflows|infra|test|docs|cases)(?:\/[\w.-]+)*|\.oxlintrc\.json)`/g,
    ),
  ].map(([, path]) => path ?? '')
/** A file and the functions after it: `shared/kernel/ids.ts` `subjectOf`, `kindsOf`. */
const functionsIn = (text: string) =>
  [...text.matchAll(/`([\w./-]+\.ts)`,? ((?:`\w+`(?:, )?)+)/g)].flatMap(([, file, names]) =>
    [...(names ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => [file ?? '', name ?? ''] as const),
  )
const linksIn = (text: string) =>
  [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? '')

describe.each(documents)('%s', (document) => {
  const text = read(document)
  it('names only paths that exist', () => {
    const paths = pathsIn(text)
    expect(paths.length).toBeGreaterThan(8)
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([])
  })
  it('names only functions that are in the file that it names', () => {
    const missing = functionsIn(text).filter(
      ([file, name]) => !new RegExp(`\\b(?:function|const) ${name}\\b`).test(read(file)),
    )
    expect(missing).toEqual([])
    if (document.includes('/spec/')) expect(functionsIn(text).length).toBeGreaterThan(6)
  })
  it('links only to what exists', () => {
    const here = new URL(document, root)
    expect(linksIn(text).filter((link) => !existsSync(new URL(link, here)))).toEqual([])
  })
})

describe('pictures', () => {
  const pages = ['README.md', ...globSync('docs/guides/*.md', { cwd: root })]
  const shown = pages.flatMap((page) =>
    [...read(page).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words = '', link = '']) => ({
      page,
      words,
      file: new URL(link, new URL(page, root)),
    })),
  )
  it('each is there, says in words what it shows, and is small', () => {
    expect(shown.length).toBeGreaterThan(8)
    for (const { page, words, file } of shown) {
      expect([page, file.pathname, existsSync(file)]).toEqual([page, file.pathname, true])
      expect([file.pathname, words.length > 20]).toEqual([file.pathname, true])
      expect([file.pathname, statSync(file).size < 120_000]).toEqual([file.pathname, true])
    }
  })
  it('none lies about that nobody shows', () => {
    const used = new Set(shown.map(({ file }) => file.pathname.split('/').at(-1)))
    expect(readdirSync(new URL('docs/pictures', root)).filter((each) => !used.has(each))).toEqual(
      [],
    )
  })
})

describe('the specification of a joint action', () => {
  const text = read('docs/spec/joint-action.md')
  const told = new Set([...text.matchAll(/`([a-z-]+)`/g)].map(([, word]) => word))
  it('tells every state, step and event that there is', () => {
    const all = [
      ...jointStatuses,
      ...jointSteps,
      ...proposalEventSchema.options.map(({ shape }) => shape.kind.value),
      ...participationEventSchema.options.map(({ shape }) => shape.kind.value),
    ]
    expect(all.filter((word) => !told.has(word))).toEqual([])
  })
  it('says of every invariant where it is enforced, and what tries it', () => {
    const invariants = text.split('\n').filter((line) => /^\| I\d+ \|/.test(line))
    expect(invariants.length).toBeGreaterThan(15)
    for (const line of invariants) {
      const [, number, , enforced = '', tried = ''] = line.split('|')
      expect([number, functionsIn(enforced).length > 0, /test\.ts/.test(tried)]).toEqual([
        number,
        true,
        true,
      ])
    }
  })
})

describe('the specification of the wire', () => {
  it('has every attribute of an event', () => {
    const text = read('docs/spec/wire.md')
    for (const attribute of Object.keys(cloudEventSchema.shape))
      expect(text).toMatch(new RegExp(`\\| \`${attribute}\` +\\|`))
  })
  it('says how large an event may be', () => {
    expect(read('docs/spec/wire.md')).toContain(`at most ${maxEventBytes} bytes`)
  })
})
