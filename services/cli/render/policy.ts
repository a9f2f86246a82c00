// What a check of policy packs found, for people: a table per file.

import type { Checked, FileFinding } from '../actions/policy.ts'
import type { Paint } from '../kit/output.ts'
import { table, type Cell } from '../kit/table.ts'

export function renderChecked({ files, errors, warnings }: Checked, paint: Paint): string {
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
      : `${head}\n${table([9, 42, 45], rows, ['', 'What, and where', 'Why'])}`
  })
  return [...parts, `${errors.length} errors, ${warnings.length} warnings.`].join('\n\n')
}

function row(mark: string, { code, path, message }: FileFinding): Cell[] {
  return [mark, path === '' ? code : `${code}\n${path}`, message]
}
