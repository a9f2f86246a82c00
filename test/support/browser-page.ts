// A page as a browser has it, without a browser: its HTML as a document, and its script run over it. What it fetches is answered by the application.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Window, type HTMLFormElement, type HTMLInputElement } from 'happy-dom'
import { eventually } from '../workflow/support/wait.ts'

type Send = (path: string, init?: RequestInit) => Promise<Response>
const script = readFileSync(
  path.join(import.meta.dirname, '..', '..', 'services', 'web', 'kit', 'static', 'joint.js'),
  'utf8',
)

export class BrowserPage implements AsyncDisposable {
  /** Where the script would go next; `reload` stays on the page. */
  went: string | undefined
  readonly window = new Window({ url: 'http://127.0.0.1:8080' })

  static async open(send: Send, url: string): Promise<BrowserPage> {
    const page = new BrowserPage()
    const response = await send(url)
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`)
    page.window.document.write(await response.text())
    // The library takes the wrong one of several options where the last is the chosen one.
    for (const option of page.window.document.querySelectorAll('option[selected]'))
      (option.closest('select') as unknown as HTMLInputElement).value =
        option.getAttribute('value') ?? ''
    const location = {
      assign: (to: string) => void (page.went = to),
      reload: () => void (page.went = 'reload'),
    }
    const { document, MutationObserver } = page.window
    // As the page would: the script knows nothing but the names that a browser gives it.
    new Function('document', 'MutationObserver', 'location', 'fetch', script)(
      document,
      MutationObserver,
      location,
      send,
    )
    return page
  }

  form(kind: string): HTMLFormElement {
    const form = this.window.document.querySelector(`form.command[data-kind="${kind}"]`)
    if (form === null) throw new Error(`There is no form to ${kind}`)
    return form as HTMLFormElement
  }

  fields(kind: string, selector: string): HTMLInputElement[] {
    return [...this.form(kind).querySelectorAll(selector)] as HTMLInputElement[]
  }

  /** Something was chosen, as a browser tells the script. */
  change(field: HTMLInputElement): void {
    field.dispatchEvent(new this.window.Event('change', { bubbles: true }))
  }

  /** `name=value`, or a box to tick by its name and value. Throws where the form has no such field, or a person could not use it. */
  fill(kind: string, values: Readonly<Record<string, string | readonly string[]>>): void {
    for (const [name, value] of Object.entries(values)) {
      const fields = this.fields(kind, 'input, select, textarea').filter(
        (field) => field.name === name,
      )
      if (fields.length === 0) throw new Error(`The form to ${kind} has no field "${name}"`)
      if (fields.some((field) => field.disabled))
        throw new Error(`"${name}" is left out: tick it first`)
      if (typeof value === 'string') for (const field of fields) field.value = value
      else for (const field of fields) field.checked = value.includes(field.value)
    }
  }

  /** Ticks what is optional, such as the second term. */
  include(kind: string, label: string): void {
    const box = this.fields(kind, '[data-include]').find(
      (each) => each.closest('label')?.textContent.trim() === label,
    )
    if (box === undefined)
      throw new Error(`The form to ${kind} has nothing optional that is called "${label}"`)
    box.checked = true
    this.change(box)
  }

  /** Sends the form; answers what it says where it was refused. */
  async send(kind: string): Promise<string | undefined> {
    const form = this.form(kind)
    const missing = this.fields(kind, '[required]').filter(
      (field) => !field.disabled && field.value === '',
    )
    if (missing.length > 0)
      throw new Error(
        `A browser would not send this: ${missing.map((field) => field.name).join(', ')} is empty`,
      )
    form.dispatchEvent(new this.window.Event('submit', { bubbles: true, cancelable: true }))
    const output = form.querySelector('output')
    await eventually(
      () => output?.textContent ?? '',
      (said) => this.went !== undefined || (said !== '' && said !== '…'),
      5_000,
    )
    return this.went === undefined ? (output?.textContent ?? '') : undefined
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.window.happyDOM.close()
  }
}
