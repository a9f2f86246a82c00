// Under what it is shared, as programs and pages show it; and the refusal where the law does not reach a reader.

import { beforeAll, describe, expect, it } from 'vitest'
import { renderChronology, renderMatter } from '../../../services/cli/matter.ts'
import {
  chronologySchema,
  matterDetailSchema,
  orderDetailSchema,
} from '../../../shared/contract/views.schema.ts'
import { groupBySharing } from '../../../shared/contract/sharing-words.ts'
import { renderOrder } from '../../../services/cli/order/show.ts'
import { jointDetailSchema } from '../../../shared/contract/joint.schema.ts'
import { clientOf } from './client.ts'
import { joint, released } from './joint-run.ts'
import { MemoryOffice, office as officeOf } from './memory-office.ts'

const order = 'ca-bc-oipc:P21-08'
/** Of the section on sharing of a page. */
const sectionOf = (text: string) =>
  (text.split('aria-labelledby="sharing"')[1] ?? '').split('</section>')[0] ?? ''
const html = { accept: 'text/html' }

describe('what another office recorded', () => {
  let client: ReturnType<typeof clientOf>
  beforeAll(async () => {
    client = clientOf(await new MemoryOffice('ca-ab-oipc', '2022-02-01').replay())
  })

  it('says by what law, with whom and whether it may be passed on, event by event', async () => {
    const detail = orderDetailSchema.parse(await client.json(`/v1/orders/${order}`))
    const by = new Map(detail.history.map((entry) => [entry.event.kind, entry.sharedUnder]))
    expect(by.get('issued')).toMatchObject({
      class: 'act',
      terms: [{ with: 'anyone', onward: { may: 'freely' } }],
    })
    expect(by.get('refusal-declared')).toMatchObject({
      class: 'compliance',
      on: expect.stringMatching(/^202[12]-/),
      terms: [
        { with: ['ca-ab-oipc', 'ca-fed-opc'], agreement: { id: 'three-offices-2012' } },
        { with: ['ca-qc-cai'], noAgreementWith: ['ca-qc-cai'], onward: { may: 'unstated' } },
      ],
    })
    expect(detail.history.every(({ sharedUnder }) => sharedUnder !== null)).toBe(true)
  })

  it.each([
    [
      'en',
      [
        'what a respondent said or did, and what was found of it',
        's.&nbsp;36(1)(k)',
        'no agreement known with CAI Quebec',
        'OIPC Alberta, OPC',
        'ask the office that recorded it first',
        'may be passed on',
      ],
    ],
    [
      'fr',
      [
        'ce que la partie visée a dit ou fait',
        'art.&nbsp;36(1)(k)',
        'aucune entente connue avec CAI Québec',
        'peut être transmis',
        'le demander d’abord à l’organisme qui l’a consigné',
      ],
    ],
  ] as const)('is on the page of the order, in %s', async (lang, parts) => {
    const text = await (await client.get(`/orders/ca-bc-oipc/P21-08?lang=${lang}`, html)).text()
    const shown = sectionOf(text).replaceAll('\u00a0', '&nbsp;')
    for (const part of parts) expect(shown).toContain(part)
    if (lang === 'fr')
      expect(
        /\b(with|may be|agreement|facts?|law)\b/.exec(shown.replaceAll(/<[^>]*>/g, '')),
      ).toBeNull()
  })

  it('is on the pages of the matter and of its chronology, office by office', async () => {
    const matter = matterDetailSchema.parse(await client.json('/v1/matters/clearview-ai'))
    const federal = matter.entries.find(
      ({ office, sharedUnder }) => office === 'ca-fed-opc' && sharedUnder?.class === 'file',
    )
    expect(federal?.sharedUnder?.terms[0]?.onward).toMatchObject({
      may: 'with-consent',
      basis: [{ section: '23(4)', confidence: 'V' }],
    })
    for (const path of ['/matters/clearview-ai', '/matters/clearview-ai/chronology']) {
      const shown = sectionOf(await (await client.get(path, html)).text())
      expect(shown).toContain(
        'not to be passed on without the consent of the Privacy Commissioner of Canada',
      )
      for (const office of ['OIPC BC', 'OIPC Alberta', 'CAI Quebec', 'OPC'])
        expect(shown).toContain(office)
    }
  })

  it('is one row for all that the same law governs', async () => {
    const detail = orderDetailSchema.parse(await client.json(`/v1/orders/${order}`))
    const shown = sectionOf(await (await client.get('/orders/ca-bc-oipc/P21-08', html)).text())
    const groups = groupBySharing(detail.history)
    expect(groups.reduce((sum, { entries }) => sum + entries.length, 0)).toBe(detail.history.length)
    expect(shown.match(/<th role="rowheader" scope="row">/g)).toHaveLength(
      groups.reduce((sum, { shared }) => sum + (shared?.terms.length ?? 1), 0),
    )
    expect(groups.length).toBeLessThan(detail.history.length)
  })

  it('is on the command line, in both languages', async () => {
    const detail = orderDetailSchema.parse(await client.json(`/v1/orders/${order}`))
    const plain = (_: string, text: string) => text
    const text = (lang: 'en' | 'fr') => renderOrder(detail, plain, lang).replaceAll(/\s+/g, ' ')
    expect(text('en')).toContain('Shared under')
    expect(text('en')).toContain('no agreement known with ca-qc-cai')
    expect(text('fr')).toContain('aucune entente connue avec ca-qc-cai')
    const matter = matterDetailSchema.parse(await client.json('/v1/matters/clearview-ai'))
    const whole = chronologySchema.parse(await client.json('/v1/matters/clearview-ai/chronology'))
    for (const said of [renderMatter(matter, plain, 'fr'), renderChronology(whole, plain, 'fr')]) {
      expect(said).toContain('Communiqué en vertu de')
      expect(said.replaceAll(/\s+/g, ' ')).toContain(
        'ne peut être transmis sans le consentement du Commissaire à la protection de la vie privée',
      )
    }
  })
})

describe('a joint action', () => {
  it('says on its page by what law each office lets the others read its part', async () => {
    const office = await released(new MemoryOffice('ca-bc-oipc', '2021-12-14'))
    const client = clientOf(office)
    const detail = jointDetailSchema.parse(await client.json(`/v1/joint/${joint}`))
    expect(detail.history.length).toBeGreaterThan(10)
    for (const { office: of, sharedUnder } of detail.history)
      expect(sharedUnder, of).toMatchObject({
        class: 'coordination',
        on: expect.stringMatching(/^2021-12-/),
      })
    const quebec = detail.history.find(({ office: of }) => of === 'ca-qc-cai')
    expect(quebec?.sharedUnder?.terms).toMatchObject([
      {
        basis: [{ section: '95', confidence: 'D' }],
        noAgreementWith: ['ca-bc-oipc', 'ca-ab-oipc', 'ca-fed-opc'],
      },
    ])
    const [of, id] = joint.split(':')
    const shown = sectionOf(await (await client.get(`/joint/${of}/${id}`, html)).text())
    expect(shown).toContain('what offices say to each other to act together')
    for (const name of ['OIPC BC', 'OIPC Alberta', 'CAI Quebec', 'OPC'])
      expect(shown).toContain(name)
  })
})

describe('an office abroad among the readers', () => {
  const australia = officeOf(
    'au-oaic',
    'commissioner',
    'au-privacy-act',
    'Australia/Sydney',
    'Office of the Australian Information Commissioner',
    'Commissariat australien à l’information',
    'OAIC',
  )
  const declined = {
    kind: 'refuse',
    id: 'r9',
    on: '2021-12-20',
    terms: ['T1'],
  }

  it('is why a fact is refused, as it is checked and as it is sent, with the law in both languages', async () => {
    const office = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
    office.moreReaders = [australia]
    const client = clientOf(office)
    const size = office.entries.length
    const sent = await client.post(`/v1/orders/${order}/commands`, declined)
    expect(sent.status).toBe(422)
    const problem = await sent.json()
    expect(problem).toMatchObject({
      code: 'no-basis-to-share',
      value: 'au-oaic',
      retryable: false,
      rule: { statute: 'ca-bc-pipa', section: '36(1)(k)', confidence: 'V' },
      detail: expect.stringContaining('OAIC'),
      detailFr: expect.stringContaining('OAIC'),
    })
    const asked = await client.post(`/v1/orders/${order}/preview`, declined)
    expect(await asked.json()).toEqual(problem)
    expect(office.entries).toHaveLength(size)
  })
})
