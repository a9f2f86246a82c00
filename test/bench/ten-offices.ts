// Ten offices: those of the founding case, and six that are invented, under the same statutes: offices abroad may not read what it takes to act together.

import { foundingOffices, type FoundingOffice } from '../../infra/federation/setup.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'

export function tenOffices(): FoundingOffice[] {
  return [
    ...foundingOffices(),
    ...invented.map(([id, role, statute, zone]) => ({
      id: id as OfficeId,
      name: both(`Office ${id}`),
      short: both(id),
      jurisdiction: both(`Jurisdiction of ${id}`),
      role,
      statutes: [statute],
      zone,
    })),
  ]
}

const invented: readonly (readonly [
  id: string,
  role: FoundingOffice['role'],
  statute: string,
  zone: string,
])[] = [
  ['bench-pacific', 'commissioner', 'ca-bc-pipa', 'America/Vancouver'],
  ['bench-prairies', 'commissioner', 'ca-ab-pipa', 'America/Edmonton'],
  ['bench-laurentia', 'commissioner', 'ca-qc-p391', 'America/Toronto'],
  ['bench-mountains', 'commissioner', 'ca-bc-pipa', 'America/Dawson_Creek'],
  ['bench-atlantic', 'commissioner', 'ca-qc-p391', 'America/Blanc-Sablon'],
  ['bench-watch', 'observer', 'ca-fed-pipeda', 'America/Halifax'],
]

/** Invented names have no second language. */
function both(name: string): { en: string; fr: string } {
  return { en: name, fr: name }
}
