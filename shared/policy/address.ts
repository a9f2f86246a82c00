// Where the public text of a statute is read, section by section where its site has an address for each.

import type { Lang } from '../kernel/text.ts'
import type { Pack } from './pack.schema.ts'

/** Undefined where the pack names no address, or the section is none that a site could be asked for. */
export function publicAddress(
  { address }: Pick<Pack, 'address'>,
  section: string,
  lang: Lang,
): string | undefined {
  const [number] = /^\d+(\.\d+)?/.exec(section) ?? []
  return number === undefined ? undefined : address?.[lang].replace('{section}', number)
}
