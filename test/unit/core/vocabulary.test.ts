// Words in both languages: looked up, filled in, and never lost on the way to a page.

import { describe, expect, it } from 'vitest'
import { kitWords } from '../../../services/web/kit/words.ts'
import { t as boardText } from '../../../services/web/board/words.ts'
import { label as jointLabel, t as jointText } from '../../../services/web/joint/words.ts'
import { eventWords } from '../../../shared/contract/event-text.ts'
import { present } from '../../../shared/kernel/present.ts'
import { messageIn } from '../../../shared/kernel/problems.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'

const { t, label } = vocabulary({
  hello: { en: 'Hello {name}, {name}', fr: 'Bonjour {name}' },
  'state.open': { en: 'open', fr: 'ouverte' },
  'means.post': { en: 'by post', fr: 'par la poste' },
})

describe('a vocabulary', () => {
  it('fills in every place of a value, and leaves a place without one to be seen', () => {
    expect(t('en', 'hello', { name: 'A$&' })).toBe('Hello A$&, A$&')
    expect(t('fr', 'hello')).toBe('Bonjour {name}')
  })
  it('shows a value of newer data readably where it has no word', () => {
    expect(label('fr', 'state', 'open')).toBe('ouverte')
    expect(label('fr', 'state', 'half-open')).toBe('half open')
    expect(label('fr', 'state', 'constructor')).toBe('constructor')
  })
  it('leaves a means of service as it was written', () => {
    expect(label('en', 'means', 'e-mail')).toBe('e-mail')
  })
})

describe('French typography', () => {
  it('keeps colons and guillemets with their word, and rounds apostrophes', () => {
    const said = vocabulary({ a: { en: 'X: “y”', fr: "Aujourd'hui : « {y} »" } })
    expect(said.t('fr', 'a', { y: "l'un : deux" })).toBe(
      "Aujourd’hui\u00a0: «\u00a0l'un : deux\u00a0»",
    )
    expect(said.t('en', 'a')).toBe('X: “y”')
  })
})

describe('the words of a capability', () => {
  it('stand before those of the kit, which stand behind them', () => {
    expect(jointText('en', 'nav')).toBe('Joint actions')
    expect(jointLabel('en', 'theme', 'delete')).toBe('Delete what was collected')
    expect(jointLabel('en', 'event', 'withdrawn')).toBe('Withdrew')
    expect(boardText('fr', 'asOf')).toBe('En date du')
  })
  it.each(Object.entries({ ...kitWords, ...eventWords }))('%s is in both languages', (_, words) => {
    expect(words.en).toMatch(/\S/)
    expect(words.fr).toMatch(/\S/)
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
    expect(places(words.fr)).toEqual(places(words.en))
  })
})

describe('what is absent', () => {
  it('is left out, and null, zero and empty text are not absent', () => {
    expect(present({ a: undefined, b: null, c: 0, d: '', e: false })).toEqual({
      b: null,
      c: 0,
      d: '',
      e: false,
    })
    expect(Object.keys(present({ a: undefined }))).toEqual([])
  })
  it('is English where a refusal has no French yet', () => {
    expect(messageIn('fr', { message: 'No' })).toBe('No')
    expect(messageIn('fr', { message: 'No', messageFr: 'Non' })).toBe('Non')
    expect(messageIn('en', { message: 'No', messageFr: 'Non' })).toBe('No')
  })
})
