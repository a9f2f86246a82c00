// What a page is made of: escaped HTML, or plain text that is escaped where it is put in.

import type { html } from 'hono/html'

export type Html = ReturnType<typeof html>
export type Content = Html | string
