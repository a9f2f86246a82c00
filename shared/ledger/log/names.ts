// The names in heads and cosignatures: which log, and who speaks about it in which role. Built and parsed here only.

import { officeIdPattern, type OfficeId } from '../../kernel/ids.ts'

/** `witness`: I saw this head, and it continues every head of this log that I saw before. `mirror`: and I hold every entry under it. */
export type CosignerRole = 'witness' | 'mirror'
export const cosignerRoles: readonly CosignerRole[] = ['witness', 'mirror']

/** One log per office and epoch, and the name of the log's own key: `concert/ca-bc-oipc/<epoch>`. */
export function originOf(office: OfficeId, epoch: string): string {
  return `concert/${office}/${epoch}`
}

export function parseOrigin(
  origin: string,
): { readonly office: OfficeId; readonly epoch: string } | undefined {
  const [root, office = '', epoch = '', ...more] = origin.split('/')
  return root === 'concert' && officeIdPattern.test(office) && isEpoch(epoch) && more.length === 0
    ? { office: office as OfficeId, epoch }
    : undefined
}

/** `concert/ca-bc-oipc/-/witness`: no epoch is called "-", so a cosigner is never taken for a log. */
export function cosignerNameOf(office: OfficeId, role: CosignerRole): string {
  return `concert/${office}/-/${role}`
}

const isEpoch = (epoch: string) => /^[A-Za-z0-9_-]{2,64}$/.test(epoch)
