// The test ledger over the test's own rules, and over the real ones with the real policy packs.

import type { DecisionContext } from '../../../shared/aggregate.ts'
import { matterRules } from '../../../shared/matter/rules.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import type { RecordRequest } from '../../../workflows/messages.ts'
import { d, officeEntry, packs } from '../../support/founding.ts'
import { counterRules } from './counter.ts'
import { FileLedger, type RulesOf } from './file-ledger.ts'

export function counterLedger(file: string): FileLedger {
  return new FileLedger(file, () => counterRules as unknown as ReturnType<RulesOf>, contextOf)
}

export function realLedger(file: string): FileLedger {
  return new FileLedger(file, (kind) => (kind === 'order' ? orderRules : matterRules) as unknown as ReturnType<RulesOf>, contextOf)
}

function contextOf({ ref, recordedAt }: RecordRequest): DecisionContext {
  return { office: officeEntry(ref.office, 'ca-bc-pipa'), packs, zoneData: '2026c', today: d(recordedAt.slice(0, 10)) }
}
