// Which of the two languages a request asks for: `?lang=`, else the cookie of an earlier choice, else Accept-Language, else English.

import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Lang } from '../../../shared/kernel/text.ts'

export function langOf(c: Context): Lang {
  return (
    parse(c.req.query('lang')) ??
    parse(getCookie(c, cookieName)) ??
    preferred(c.req.header('accept-language'))
  )
}

/** Keeps a choice made by `?lang=` for the next page. */
export function rememberLang(c: Context): void {
  const chosen = parse(c.req.query('lang'))
  if (chosen !== undefined) keepLang(c, chosen)
}

/** The same for a choice made in a form. */
export function keepLang(c: Context, chosen: Lang): void {
  if (chosen !== parse(getCookie(c, cookieName)))
    setCookie(c, cookieName, chosen, {
      path: '/',
      sameSite: 'Lax',
      httpOnly: true,
      maxAge: yearSeconds,
    })
}

const cookieName = 'concert-lang'
const yearSeconds = 365 * 24 * 3600

function parse(text: string | undefined): Lang | undefined {
  const language = text?.trim().toLowerCase().split('-')[0]
  return language === 'en' || language === 'fr' ? language : undefined
}

/** The first of ours in the order of the header's weights. */
function preferred(header: string | undefined): Lang {
  const wishes = (header ?? '').split(',').map((part) => {
    const [range, ...parameters] = part.split(';')
    const weight = Number(/q=([\d.]+)/.exec(parameters.join(';'))?.[1] ?? 1)
    return { lang: parse(range), weight: Number.isNaN(weight) ? 0 : weight }
  })
  return (
    wishes
      .filter((wish) => wish.weight > 0)
      .sort((a, b) => b.weight - a.weight)
      .find((wish) => wish.lang !== undefined)?.lang ?? 'en'
  )
}
