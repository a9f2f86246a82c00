// `concert policy check`: checks files of policy packs before an office uses them. Nothing is sent anywhere.

import type { Command } from 'commander'
import { langOption, withExamples } from './kit/options.ts'
import { exitCodes, type Io, type Paint, print } from './kit/output.ts'
import { readFileSync } from 'node:fs'
import { checkPacks, type Finding } from '../../shared/policy/check.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { parsePackForm } from '../../shared/policy/parse.schema.ts'
import { type Cell, table } from './kit/table.ts'

export function register(program: Command, io: Io): void {
  const policy = withExamples(
    program.command('policy').description('policy packs: statutes as data'),
    'concert policy check packs/xx-privacy-act.json',
  )
  const checking = policy
    .command('check')
    .description(
      'what is wrong in policy packs: gaps and overlaps in force, missing citations, routes that cannot be reached, caps, holidays. Files of one statute are also checked against each other',
    )
    .argument('<file...>', 'policy packs, JSON')
    .option('--json', 'JSON on standard output, and nothing else there')
    .addOption(langOption())
    .addHelpText(
      'after',
      '\nEnds with 0 where nothing is wrong (warnings may remain), 2 where a file cannot\nbe read or does not have the form of a pack, 3 where a pack has errors.',
    )
  withExamples(
    checking,
    'concert policy check packs/xx-privacy-act.json',
    'concert policy check packs/xx-privacy-act.2020.json packs/xx-privacy-act.json --json',
  )
  checking.action(async (files: string[], options) => check(io, files, options))
}

/** A file that is no pack has findings without a statute: `unreadable`, `not-json`, `impossible-date`, `missing-citation`, `form`. */
export interface FileFinding {
  readonly file: string
  readonly code: Finding['code'] | 'unreadable' | 'not-json' | 'impossible-date' | 'form'
  readonly path: string
  readonly message: string
}
/** The form of `concert policy check --json`. */
export interface Checked {
  readonly files: readonly {
    readonly file: string
    readonly statute?: string
    readonly version?: string
    readonly inForce?: { readonly from: string; readonly to?: string }
  }[]
  readonly errors: readonly FileFinding[]
  readonly warnings: readonly FileFinding[]
}

/** Exit code 2 where a file has not the form of a pack, 3 where a pack has errors, else 0. A missing citation is an error of a pack, not of its form. */
export async function check(
  io: Io,
  files: readonly string[],
  { json }: { readonly json?: boolean },
): Promise<void> {
  const packs: { file: string; pack: Pack }[] = []
  const bad: FileFinding[] = []
  const read = files.map((file): Checked['files'][number] => {
    const pack = readPack(file, bad)
    if (pack === undefined) return { file }
    packs.push({ file, pack })
    const {
      statute,
      version,
      inForce: { from, to },
    } = pack
    return { file, statute, version, inForce: to === undefined ? { from } : { from, to } }
  })
  const found = checkPacks(packs.map(({ pack }) => pack))
  const inFile = ({ at, code, path, message }: Finding): FileFinding => ({
    file: packs[at]?.file ?? '',
    code,
    path,
    message,
  })
  const checked: Checked = {
    files: read,
    errors: [...bad, ...found.errors.map(inFile)],
    warnings: found.warnings.map(inFile),
  }
  print(io, json, checked, renderChecked)
  if (checked.errors.length === 0) return
  io.err(
    `concert: ${checked.errors.length} ${checked.errors.length === 1 ? 'error' : 'errors'} in ${[...new Set(checked.errors.map(({ file }) => file))].join(', ')}`,
  )
  io.exit(bad.some(({ code }) => code !== 'missing-citation') ? exitCodes.usage : exitCodes.refused)
}

function readPack(file: string, bad: FileFinding[]): Pack | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    bad.push({ file, code: 'unreadable', path: '', message: messageOf(error) })
    return undefined
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    bad.push({ file, code: 'not-json', path: '', message: messageOf(error) })
    return undefined
  }
  const parsed = parsePackForm(json)
  if (parsed.ok) return parsed.value
  for (const detail of parsed.problem.details ?? [parsed.problem.message]) {
    const at = detail.indexOf(': ')
    const [path, message] = [detail.slice(0, at), detail.slice(at + 2)]
    const code = /(^|\.)citations(\.|$)/.test(path)
      ? 'missing-citation'
      : message.startsWith('impossible date')
        ? 'impossible-date'
        : 'form'
    bad.push({ file, code, path, message })
  }
  return undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function renderChecked({ files, errors, warnings }: Checked, paint: Paint): string {
  const parts = files.map(({ file, statute, version, inForce }) => {
    const head = `${paint('bold', file)}${statute === undefined ? '' : `\n${statute}, version ${version}, in force from ${inForce?.from}${inForce?.to === undefined ? '' : ` to ${inForce.to}`}`}`
    const of = (findings: readonly FileFinding[]) =>
      findings.filter((finding) => finding.file === file)
    const rows = [
      ...of(errors).map((finding) => row(paint('red', 'ERROR'), finding)),
      ...of(warnings).map((finding) => row(paint('yellow', 'warning'), finding)),
    ]
    return rows.length === 0
      ? `${head}\nNothing is wrong.`
      : `${head}\n${table(rows, ['', 'What, and where', 'Why'])}`
  })
  return [...parts, `${errors.length} errors, ${warnings.length} warnings.`].join('\n\n')
}

function row(mark: string, { code, path, message }: FileFinding): Cell[] {
  return [mark, path === '' ? code : `${code}\n${path}`, message]
}
