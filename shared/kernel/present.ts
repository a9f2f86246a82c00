// Leaves out what is absent, for records in which a missing key and an undefined value are not the same.

export type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The same fields, without those whose value is undefined. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<T>
}
