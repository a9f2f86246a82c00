// An office with something on every page: the founding case, and joint actions in several states.

import { addDays } from '../../shared/kernel/date.ts'
import { say, everybody, prepare, proposalOn } from '../contract/http/joint-run.ts'
import { MemoryOffice } from '../contract/http/memory-office.ts'

/** `J21-01` all acted; `J21-02` waits for this office's approval; `J21-03` a question; `J21-04` an issuance that nobody has answered. */
export async function officeWithEverything(
  id = 'ca-bc-oipc',
  day = '2021-12-20',
): Promise<MemoryOffice> {
  const office = await new MemoryOffice(id, day).replay()
  await say(office, 'ca-fed-opc', { ...proposalOn(day), matter: 'clearview-ai' })
  for (const each of everybody) await prepare(office, each)
  const open = {
    ...proposalOn(day),
    start: 'coordinator',
    matter: 'clearview-ai',
    replyBy: `${addDays(office.today, 1)}T17:00:00.000Z`,
    moment: `${addDays(office.today, 2)}T17:00:00.000Z`,
  }
  await say(office, 'ca-fed-opc', open, 'ca-fed-opc:J21-02')
  await say(office, id, { kind: 'consent', by: 'First Officer', version: 1 }, 'ca-fed-opc:J21-02')
  await say(
    office,
    'ca-qc-cai',
    { kind: 'ask', version: 1, question: 'Q1', text: 'Qui le saura?' },
    'ca-fed-opc:J21-02',
  )
  await say(
    office,
    id,
    { ...open, action: 'deconfliction', compensation: 'none', document: questionText },
    `${id}:J21-03`,
  )
  await say(
    office,
    'ca-qc-cai',
    {
      ...open,
      action: 'issuance',
      compensation: 'none',
      offices: ['ca-bc-oipc', 'ca-ab-oipc', 'ca-qc-cai'],
      required: undefined,
      quorum: undefined,
    },
    'ca-qc-cai:J21-04',
  )
  return office
}

const questionText = {
  title: { en: 'Who else has Example Inc.?', fr: 'Qui d’autre s’occupe de Example Inc.?' },
  text: { en: 'Do you have an open file?', fr: 'Avez-vous un dossier ouvert?' },
}
