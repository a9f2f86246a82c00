// Which commands this office may take at all, before anything is sent anywhere: its own aggregates, and orders only with order power.

import type { LocalDate } from '../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import type { AggregateRef } from '../../shared/kernel/ids.ts'
import type { Pack } from '../../shared/policy/pack.schema.ts'
import { packFor, ruleRefs } from '../../shared/policy/select.ts'
import type { Problem } from '../../shared/kernel/problems.ts'

/** `wrong-office`, `no-order-power` (with the section that says what the office has instead), or nothing against it. */
export function powerProblem(
  office: OfficeEntry,
  packs: readonly Pack[],
  ref: AggregateRef,
  on: LocalDate,
): Problem | undefined {
  const what = `${ref.kind} "${ref.office}:${ref.id}"`
  if (ref.office !== office.id)
    return {
      code: 'wrong-office',
      message: `The ${what} is not kept by ${office.id}: send it to ${ref.office}`,
      value: ref.office,
    }
  if (ref.kind !== 'order' || office.role === 'commissioner') return undefined
  const [statute = ''] = office.statutes
  const pack = packFor(packs, statute, on)
  const [rule] = pack.ok
    ? ruleRefs(pack.value, pack.value.instruments.find(({ binding }) => !binding)?.citations ?? [])
    : []
  return {
    code: 'no-order-power',
    message: `Cannot record ${what}: under ${statute}, ${office.short.en} has no power to make binding orders`,
    value: office.id,
    ...(rule === undefined ? {} : { rule }),
  }
}
