// One text for one content, whatever the order of its members: RFC 8785 for what is made of texts, whole numbers, booleans, lists and objects.

/** Members sorted by UTF-16 code units, no spaces, escapes as JSON.stringify makes them: what RFC 8785 asks. A member that is undefined is absent. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
