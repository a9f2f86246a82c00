// One request to a witness over HTTP. What it means is not judged here.

import { maxNoteLength, witnessPatienceMs } from '../../../shared/kernel/limits.ts'
import type { AskWitness } from '../../office/trust/ports.ts'

export const askWitness: AskWitness = async (url, body, signal) => {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(witnessPatienceMs)]),
  })
  return { status: response.status, text: await bounded(response) }
}

/** Rejects where it is longer than any answer may be. */
async function bounded(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (text.length > maxNoteLength)
      throw new Error(`its answer is longer than ${maxNoteLength} characters`)
  }
  return text + decoder.decode()
}
