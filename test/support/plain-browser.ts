// A browser without script: it shows a page, fills in a form as a person does, presses one button, and goes where the answer sends it.

import { Window } from 'happy-dom'

type Send = (path: string, init?: RequestInit) => Promise<Response>

export class PlainBrowser {
  readonly #send: Send
  readonly #lang: string
  readonly #cookies = new Map<string, string>()
  path = ''
  status = 0
  text = ''
  document!: Window['document']
  /** Every address that was asked for. */
  readonly addresses: string[] = []

  private constructor(send: Send, lang: string) {
    this.#send = send
    this.#lang = lang
  }

  static async open(send: Send, path: string, lang = 'en'): Promise<PlainBrowser> {
    const browser = new PlainBrowser(send, lang)
    await browser.go(path)
    return browser
  }

  go(path: string): Promise<void> {
    return this.#load(path, {})
  }

  /** What stands on the page, without markup. */
  get words(): string {
    return (this.document.querySelector('main')?.textContent ?? '').replaceAll(/\s+/g, ' ')
  }

  get title(): string {
    return this.document.querySelector('h1')?.textContent ?? ''
  }

  /** Fills fields by their names; a list ticks these boxes and no others. */
  type(values: Readonly<Record<string, string | readonly string[]>>): this {
    for (const [name, value] of Object.entries(values)) {
      const fields = [...this.document.querySelectorAll(`[name="${name}"]`)] as unknown as Control[]
      if (fields.length === 0) throw new Error(`${this.path} has no field "${name}"`)
      for (const field of fields) {
        if (field.type === 'checkbox' || field.type === 'radio') {
          const wanted = typeof value === 'string' ? [value] : value
          field.checked = wanted.includes(field.value)
          continue
        }
        if (typeof value !== 'string') throw new Error(`"${name}" takes one value`)
        const options = [...field.querySelectorAll('option')] as unknown as { value: string }[]
        if (field.tagName === 'SELECT' && !options.some((each) => each.value === value))
          throw new Error(
            `"${name}" does not offer "${value}": ${options.map((each) => each.value).join(', ')}`,
          )
        field.value = value
      }
    }
    return this
  }

  value(name: string): string | undefined {
    return (this.document.querySelector(`[name="${name}"]`) as unknown as Control | null)?.value
  }

  /** Presses the first button with this value, as it stands in its form. */
  async press(value: string): Promise<this> {
    const forms = [...this.document.querySelectorAll('main form[method="post"]')]
    if (forms.length === 0) throw new Error(`${this.path} has no form`)
    const form = forms.find((each) => each.querySelector(`button[value="${value}"]`) !== null)
    if (form === undefined) throw new Error(`${this.path} has no button "${value}"`)
    const body = new URLSearchParams()
    for (const field of form.querySelectorAll(
      'input, select, textarea',
    ) as unknown as Iterable<Control>) {
      if (
        field.name === '' ||
        ((field.type === 'checkbox' || field.type === 'radio') && !field.checked)
      )
        continue
      body.append(field.name, field.value)
    }
    body.append('button', value)
    await this.#load(form.getAttribute('action') ?? this.path, {
      method: 'POST',
      body: body.toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://127.0.0.1:8080',
        'sec-fetch-site': 'same-origin',
      },
    })
    return this
  }

  async #load(path: string, init: RequestInit): Promise<void> {
    this.addresses.push(path)
    const response = await this.#send(path, {
      ...init,
      headers: {
        accept: 'text/html',
        'accept-language': this.#lang,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(init.headers as Record<string, string>),
      },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      this.#cookies.set(name, value)
    }
    if (response.status === 303) return this.#load(response.headers.get('location') ?? '', {})
    this.path = path
    this.status = response.status
    this.text = await response.text()
    const window = new Window({ settings: { disableJavaScriptEvaluation: true } })
    window.document.write(this.text)
    this.document = window.document
    // What is chosen when a page opens, which this library forgets.
    for (const select of this.document.querySelectorAll('select') as unknown as Iterable<Control>) {
      const [first] = [
        ...select.querySelectorAll('option[selected]'),
        ...select.querySelectorAll('option'),
      ]
      select.value = (first as Control | undefined)?.value ?? ''
    }
  }
}

interface Control {
  readonly tagName: string
  readonly type: string
  readonly name: string
  value: string
  checked: boolean
  querySelectorAll(selector: string): Iterable<unknown>
}
