// Every page that can be reached by links from the first one.

/** Addresses of one kind are alike: so many of each are enough. */
const perKind = 1
const most = 60

/** Paths with what they ask for, in the order in which a reader would meet them. `get` answers as the office would. */
export async function pagesOf(get: (path: string) => Promise<Response>): Promise<string[]> {
  const found = ['/']
  const seen = new Set(found)
  const kinds = new Map<string, number>()
  for (const path of found) {
    const response = await get(path)
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
    const text = await response.text()
    for (const [, href = ''] of text.matchAll(/<a\b[^>]*?\bhref="([^"]+)"/g)) {
      const { pathname, search, origin } = new URL(
        href.replaceAll('&amp;', '&'),
        `http://office${path}`,
      )
      const to = `${pathname}${search}`
      if (
        origin !== 'http://office' ||
        seen.has(to) ||
        /[?&]lang=|\.(ics|csv|json)\b|^\/v1\/|\/evidence$/.test(to)
      )
        continue
      seen.add(to)
      const kind = kindOf(pathname, search)
      const known = kinds.get(kind) ?? 0
      kinds.set(kind, known + 1)
      if (known < perKind && found.length < most) found.push(to)
    }
  }
  return found
}

/** `/orders/ca-bc-oipc/P21-08` is of the kind `/orders/*`; the forms of all acts are of one kind. */
function kindOf(pathname: string, search: string): string {
  const [, room = '', ...rest] = pathname.split('/')
  const act = rest.indexOf('act')
  // The same form for another matter, or with its matter filled in.
  if (search !== '' && rest.includes('new')) return `/${room}/new?`
  const words = rest
    .map((each, at) => (/^[a-z]+$/.test(each) && (act < 0 || at <= act) ? each : '*'))
    .slice(0, act < 0 ? rest.length : act + 1)
    .join('/')
  // Filters of a list are the same page.
  return `/${room}/${words}${search === '' ? '' : '?'}`
}
