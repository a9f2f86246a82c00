// The office's own desk: who has what, and that nothing of it is lost, taken twice, or seen by whom it is not for.

import { expect, test } from 'vitest'
import { openDeskStore } from '../../../services/adapters/desk/store.ts'
import { createDesk } from '../../../services/office/desk/desk.ts'
import type { DeskAbout, Draft, Note } from '../../../shared/contract/desk.schema.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import { maxNotes, maxSavedDrafts, maxViews } from '../../../shared/kernel/limits.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { expectBilingual } from '../../support/bilingual.ts'
import { draftOf } from '../../support/draft.ts'

const person = (name: string, role: 'officer' | 'viewer' = 'officer'): Actor => ({
  kind: 'person',
  id: `p-${name}`,
  name,
  proof: { kind: 'sign-in', at: '2026-11-27T09:00:00.000Z' as Instant },
  grants: [{ role }],
})
const [anna, ben] = [person('Anna'), person('Ben')]
const order = { kind: 'order', id: 'ca-bc-oipc:P21-08' } as DeskAbout
const matter = { kind: 'matter', id: 'clearview-ai' } as DeskAbout

function desk() {
  const audit: object[] = []
  let made = 0
  const store = openDeskStore(':memory:')
  const opened = createDesk({
    store,
    isKnown: ({ id }) => id !== 'ca-bc-oipc:none',
    colleagues: (act) =>
      act === 'order/nobody-may' ? [] : [anna, ben].map(({ id = '', name }) => ({ id, name })),
    audit: (entry, actor) => void audit.push({ ...entry, who: actor.name }),
    now: () => `2026-11-27T09:00:0${made}.000Z` as Instant,
    newId: () => `id-${(made += 1)}`,
  })
  return { ...opened, store, audit }
}

function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { message: en, messageFr: fr, value } = error.problem
    expectBilingual({ en, fr }, value === undefined ? [] : [value])
    return error.problem.code
  }
  return 'done'
}

test('what nobody has is claimed once; whoever has it may be relieved, and it is handed over by name', () => {
  const { changeDesk, deskItem, audit } = desk()
  expect(deskItem(anna, order)).toMatchObject({ owner: null, due: null, priority: 'normal' })
  expect(changeDesk(anna, order, { kind: 'claim' }).owner).toEqual({ id: 'p-Anna', name: 'Anna' })
  expect(refusal(() => changeDesk(ben, order, { kind: 'claim' }))).toBe('conflict')
  expect(changeDesk(ben, order, { kind: 'hand', to: 'ben' }).owner?.name).toBe('Ben')
  expect(refusal(() => changeDesk(ben, order, { kind: 'hand', to: 'Zoë' }))).toBe('not-found')
  expect(changeDesk(anna, order, { kind: 'release' }).owner).toBeNull()
  expect(audit).toEqual(
    [
      ['claim', 'Anna'],
      ['hand', 'Ben'],
      ['release', 'Anna'],
    ].map(([act, who]) => ({
      kind: 'desk-changed',
      act: `desk/${act}`,
      about: 'order ca-bc-oipc:P21-08',
      who,
    })),
  )
})

test('of two who looked at the same, the second is told that the first was there', () => {
  const { changeDesk } = desk()
  const { version } = changeDesk(anna, order, { kind: 'claim' })
  const due = '2026-12-01' as LocalDate
  expect(changeDesk(anna, order, { kind: 'set-due', due, version }).version).toBe(version + 1)
  const late = () => changeDesk(ben, order, { kind: 'hand', to: 'Ben', version })
  expect(refusal(late)).toBe('conflict')
})

test('the same again changes nothing and stands in no audit list', () => {
  const { changeDesk, audit } = desk()
  const first = changeDesk(anna, order, { kind: 'claim' })
  expect(changeDesk(anna, order, { kind: 'claim' })).toEqual(first)
  expect(audit).toHaveLength(1)
})

test('a note says who and when; sent twice it is one; struck out it stays, with who struck it', () => {
  const { changeDesk, store } = desk()
  const note = { kind: 'note', id: 'n1', text: 'Called their counsel' } as const
  changeDesk(anna, order, note)
  expect(changeDesk(anna, order, note).notes).toMatchObject([
    { by: { name: 'Anna' }, text: 'Called their counsel', struck: null },
  ])
  expect(refusal(() => changeDesk(anna, order, { ...note, text: 'Other' }))).toBe('id-reused')
  // The same id on another matter is another note.
  expect(changeDesk(ben, matter, note).notes).toHaveLength(1)
  const struck = changeDesk(ben, order, { kind: 'strike', note: 'n1' })
  expect(struck.notes).toMatchObject([
    { text: 'Called their counsel', by: { name: 'Anna' }, struck: { by: { name: 'Ben' } } },
  ])
  expect(store.noteCount('order ca-bc-oipc:P21-08')).toBe(0)
  expect(store.noteCount('matter clearview-ai')).toBe(1)
})

test('notes end somewhere', () => {
  const { changeDesk, store } = desk()
  changeDesk(anna, order, { kind: 'note', id: 'n0', text: 'x' })
  const [first] = store.notes('order ca-bc-oipc:P21-08')
  for (let n = 1; n < maxNotes; n++)
    store.putNote('order ca-bc-oipc:P21-08', { ...(first as Note), id: `n${n}` })
  const more = () => changeDesk(anna, order, { kind: 'note', id: 'more', text: 'x' })
  expect(refusal(more)).toBe('too-large')
})

test('of what is not known here nobody keeps a desk', () => {
  const { changeDesk, deskItem } = desk()
  const none = { kind: 'order', id: 'ca-bc-oipc:none' } as DeskAbout
  expect(refusal(() => deskItem(anna, none))).toBe('not-found')
  expect(refusal(() => changeDesk(anna, none, { kind: 'claim' }))).toBe('not-found')
})

test('a desk is read by its dates, then by what is urgent; by a token its owner’s desk is meant', () => {
  const { changeDesk, deskEntries, keysOf } = desk()
  const other = { kind: 'order', id: 'ca-bc-oipc:P21-09' } as DeskAbout
  for (const about of [matter, other, order]) changeDesk(anna, about, { kind: 'claim' })
  changeDesk(anna, order, { kind: 'set-due', due: '2026-12-01' as LocalDate })
  changeDesk(anna, other, { kind: 'set-priority', priority: 'high' })
  const program: Actor = {
    kind: 'program',
    id: 't1',
    name: 'cli',
    owner: { id: 'p-Anna', name: 'Anna' },
  }
  expect(deskEntries(program, 'me').map(({ about }) => about.id)).toEqual([
    'ca-bc-oipc:P21-08',
    'ca-bc-oipc:P21-09',
    'clearview-ai',
  ])
  expect(deskEntries(ben, 'me')).toEqual([])
  expect(deskEntries(ben, 'p-Anna')).toHaveLength(3)
  expect(keysOf(ben, 'nobody')).toHaveLength(3)
})

test('a view is one’s own unless it is shared; its place in the list is not part of it', () => {
  const { saveView, savedViews, removeView, audit } = desk()
  const view = {
    name: 'Overdue',
    list: 'orders',
    query: 'work=overdue&after=abc&q=',
    shared: false,
  } as const
  const own = saveView(anna, view)
  expect(own.query).toBe('work=overdue')
  expect(savedViews(ben)).toEqual([])
  expect(refusal(() => removeView(ben, own.id))).toBe('not-found')
  // The same name again is the same view, changed.
  const shared = saveView(anna, { ...view, name: 'overdue', shared: true })
  expect(shared.id).toBe(own.id)
  expect(savedViews(ben).map(({ name, by }) => [name, by.name])).toEqual([['overdue', 'Anna']])
  expect(refusal(() => removeView(person('Vera', 'viewer'), own.id))).toBe('not-found')
  removeView(ben, own.id)
  expect(savedViews(anna)).toEqual([])
  expect(audit).toMatchObject([{ kind: 'view-shared' }, { kind: 'view-removed', who: 'Ben' }])
  for (let n = 0; n < maxViews; n++) saveView(anna, { ...view, name: `v${n}` })
  expect(refusal(() => saveView(anna, { ...view, name: 'more' }))).toBe('too-large')
})

test('a draft is its author’s alone, and the same form saved again is the same draft', () => {
  const { saveDraft, drafts, removeDraft } = desk()
  const draft = draftOf('x')
  saveDraft(anna, draft)
  saveDraft(anna, { ...draft, values: { on: ['2022-13-40'] } })
  expect(drafts(anna)).toMatchObject([{ values: { on: ['2022-13-40'] } }])
  expect(drafts(ben)).toEqual([])
  expect(removeDraft(ben, 'page/1')).toBe(false)
  expect(removeDraft(anna, 'page/1')).toBe(true)
  for (let n = 0; n < maxSavedDrafts; n++) saveDraft(anna, { ...draft, id: `page/${n}` })
  expect(refusal(() => saveDraft(anna, { ...draft, id: 'page/more' }))).toBe('too-large')
})

test('a draft that is handed over is the colleague’s alone, says from whom, and is seen by the giver as gone there', () => {
  const { saveDraft, drafts, handDraft, draftsHandedOver, removeDraft, audit } = desk()
  const draft = draftOf('Refused', {
    act: 'order/refuse',
    path: '/orders/ca-bc-oipc/P21-08/act/refuse',
    values: { source: ['A secret'] },
  })
  saveDraft(anna, draft)
  const handed = handDraft(anna, 'page/1', 'ben')
  expect(handed.handed).toMatchObject([{ by: { name: 'Anna' }, to: { name: 'Ben' } }])
  expect(drafts(anna)).toEqual([])
  expect(drafts(ben)).toMatchObject([{ id: 'page/1', values: draft.values }])
  const seen = draftsHandedOver(anna)
  expect(seen).toMatchObject([
    { id: 'page/1', title: draft.title, handed: [{ to: { name: 'Ben' } }] },
  ])
  expect(JSON.stringify(seen)).not.toContain('A secret')
  expect(draftsHandedOver(ben)).toEqual([])
  expect(audit).toEqual([
    {
      kind: 'desk-changed',
      act: 'desk/hand-draft',
      about: draft.path,
      more: 'Ben',
      who: 'Anna',
    },
  ])

  // Whoever has it saves it as theirs, and it still says where it came from.
  saveDraft(ben, { ...draft, values: { source: ['More'] } })
  expect(drafts(ben)).toMatchObject([{ values: { source: ['More'] }, handed: [{}] }])
  handDraft(ben, 'page/1', 'p-Anna')
  expect(drafts(anna)[0]?.handed).toHaveLength(2)
  expect([draftsHandedOver(anna), draftsHandedOver(ben).length]).toEqual([[], 1])
  removeDraft(anna, 'page/1')
  expect(draftsHandedOver(ben)).toEqual([])
})

test('a draft goes to nobody who may not do it, has it, or has too many; and nobody hands over what is not theirs', () => {
  const { saveDraft, drafts, handDraft, audit } = desk()
  const text = { en: 'x', fr: 'x' }
  const draft: Draft = {
    id: 'd',
    act: 'order/serve',
    title: text,
    about: text,
    path: '/x',
    values: {},
  }
  expect(refusal(() => handDraft(anna, 'd', 'ben'))).toBe('not-found')
  saveDraft(anna, draft)
  expect(refusal(() => handDraft(ben, 'd', 'anna'))).toBe('not-found')
  expect(refusal(() => handDraft(anna, 'd', 'anna'))).toBe('not-found')
  expect(refusal(() => handDraft(anna, 'd', 'Vera'))).toBe('not-found')
  saveDraft(anna, { ...draft, id: 'e', act: 'order/nobody-may' })
  expect(refusal(() => handDraft(anna, 'e', 'ben'))).toBe('not-found')
  saveDraft(ben, draft)
  expect(refusal(() => handDraft(anna, 'd', 'ben'))).toBe('conflict')
  for (let n = 1; n < maxSavedDrafts; n++) saveDraft(ben, { ...draft, id: `page/${n}` })
  saveDraft(anna, { ...draft, id: 'f' })
  expect(refusal(() => handDraft(anna, 'f', 'ben'))).toBe('too-large')
  expect(
    drafts(anna)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(['d', 'e', 'f'])
  expect(audit).toEqual([])
})
