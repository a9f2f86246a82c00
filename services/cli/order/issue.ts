// `concert order issue`: an order from a file, from options, or from both; options override the file.

import { present } from '../../../shared/kernel/present.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import { jsonFrom } from '../kit/json.ts'
import type { Io } from '../kit/output.ts'
import { readJson, sendOrder, type FactOptions } from '../kit/send.ts'

interface IssueOptions extends FactOptions {
  readonly file?: string
  readonly matter?: string
  readonly statute?: string
  readonly respondent?: string
  readonly respondentKind?: string
  readonly term?: readonly string[]
}

export async function issueOrder(
  io: Io,
  id: string | undefined,
  options: IssueOptions,
): Promise<void> {
  const { order, ...file } =
    options.file === undefined ? { order: undefined } : await readJson(options.file)
  const named = id ?? order
  if (typeof named !== 'string')
    throw problemError('invalid-input', {
      en: 'Which order? Name it, office:number, or put "order" into the file',
      fr: 'Quelle ordonnance? Nommez-la, organisme:numéro, ou mettez « order » dans le fichier',
    })
  const fields = {
    ...file,
    kind: 'issue',
    ...present({
      matter: options.matter,
      statute: options.statute,
      respondent: respondentOf(options, file),
      terms: options.term?.map((term) => jsonFrom(term, '--term', term)),
    }),
  }
  await sendOrder(io, named, fields, options)
}

function respondentOf(
  { respondent, respondentKind }: IssueOptions,
  file: Readonly<Record<string, unknown>>,
): unknown {
  if (respondent === undefined)
    return respondentKind === undefined || typeof file['respondent'] !== 'object'
      ? undefined
      : { ...file['respondent'], kind: respondentKind }
  const [id = '', ...name] = respondent.split('=')
  return {
    id,
    name: name.length === 0 ? id : name.join('='),
    kind: respondentKind ?? 'organization',
  }
}
