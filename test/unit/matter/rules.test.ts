// What an office says about a matter, with and without order power; and the one clock a report starts.

import { describe, expect, it } from 'vitest'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import {
  matterEventSchema,
  type MatterCommand,
  type MatterEvent,
} from '../../../shared/matter/matter.schema.ts'
import { matterRules, type MatterState } from '../../../shared/matter/rules.ts'
import { d, officeEntry, packs, respondent, Run } from '../../support/founding.ts'

const ref: AggregateRef = { office: 'ca-fed-opc' as OfficeId, kind: 'matter', id: 'clearview-ai' }
const title = { en: 'A matter', fr: 'Un dossier' }

function opened(): Run<MatterState, MatterCommand, MatterEvent> {
  const run = new Run<MatterState, MatterCommand, MatterEvent>(matterRules, ref, {
    office: officeEntry('ca-fed-opc', 'ca-fed-pipeda', 'observer'),
    packs,
    zoneData: '2026c',
    today: d('2026-11-22'),
  })
  return run.do({ kind: 'opened', on: d('2020-02-21'), title, respondent } as never)
}

describe('a matter', () => {
  it('is opened once, before anything else', () => {
    const fresh = new Run(matterRules, ref, opened().context)
    expect(fresh.try({ kind: 'noted', on: d('2020-02-21'), text: title } as never)).toMatchObject({
      code: 'not-found',
      value: 'clearview-ai',
    })
    expect(
      opened().try({ kind: 'opened', on: d('2020-02-22'), title, respondent } as never),
    ).toMatchObject({ code: 'already-exists' })
  })

  it('starts the federal one-year clock when findings are published (PIPEDA s.14(2))', () => {
    const run = opened().do({
      kind: 'findings-published',
      on: d('2021-02-02'),
      offices: ['ca-fed-opc'],
    } as never)
    expect(run.state.deadlines).toMatchObject([
      {
        id: 'challenge',
        party: 'complainant',
        date: '2022-02-02',
        endsAt: '2022-02-03T05:00:00.000Z',
      },
    ])
    const alarm = matterRules.nextAlarm(run.state)
    expect(alarm?.at).toBe('2022-02-03T05:00:00.000Z')
    run.do(alarm?.command as never)
    expect(matterRules.nextAlarm(run.state)).toBeUndefined()
    expect(run.try(alarm?.command as never)).toMatchObject({ code: 'already-exists' })
  })

  it('keeps what is said, in the published form, and refuses a day that has not come', () => {
    const run = opened()
      .do({ kind: 'recommendation-made', on: d('2021-02-02'), text: title } as never)
      .do({ kind: 'announced', on: d('2021-12-14'), orders: ['ca-bc-oipc:P21-08'] } as never)
    expect(run.try({ kind: 'noted', on: d('2026-11-23'), text: title } as never)).toMatchObject({
      code: 'future-date',
      value: '2026-11-23',
    })
    expect(run.state.entries.map((entry) => entry.kind)).toEqual([
      'recommendation-made',
      'announced',
    ])
    for (const { event } of run.events)
      expect(matterEventSchema.safeParse(event).error).toBeUndefined()
  })
})
