import { expect, test } from 'vitest'
import { changesOf } from '../../../shared/joint/changes.ts'
import type { JointDocument } from '../../../shared/joint/terms.schema.ts'

const text = (en: string, fr = en) => ({ en, fr })
const document: JointDocument = {
  title: text('Title'),
  text: text('Text', 'Texte'),
  findings: [
    { id: 'F1', text: text('One') },
    { id: 'F2', text: text('Two') },
  ],
}

test.each<[string, JointDocument, ReturnType<typeof changesOf>]>([
  ['nothing', document, []],
  [
    'findings in another order',
    { ...document, findings: document.findings?.toReversed() ?? [] },
    [],
  ],
  [
    'one language',
    { ...document, text: text('Text', 'Autre') },
    [{ part: 'text', lang: 'fr', before: 'Texte', after: 'Autre' }],
  ],
  [
    'a finding gone, one come, a correction added',
    {
      ...document,
      findings: [
        { id: 'F1', text: text('One') },
        { id: 'F3', text: text('Three') },
      ],
      correction: text('C', 'R'),
    },
    [
      { part: 'finding F2', lang: 'en', before: 'Two', after: '' },
      { part: 'finding F3', lang: 'en', before: '', after: 'Three' },
      { part: 'correction', lang: 'en', before: '', after: 'C' },
      { part: 'finding F2', lang: 'fr', before: 'Two', after: '' },
      { part: 'finding F3', lang: 'fr', before: '', after: 'Three' },
      { part: 'correction', lang: 'fr', before: '', after: 'R' },
    ],
  ],
])('%s', (_, after, changes) => expect(changesOf(document, after)).toEqual(changes))
