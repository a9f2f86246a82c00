// Runs inside a page under test, put there by test/support/browser.ts: what can only be asked where the page is laid out.

globalThis.inPage = {
  /** A reader who scrolls to the side loses the line. */
  tooWide() {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const widest = [...document.querySelectorAll('body *')].filter(
      (each) =>
        each.parentElement.closest('.scroll') === null &&
        each.getBoundingClientRect().right > clientWidth + 1,
    )
    return [
      `${scrollWidth} px wide: ${widest
        .slice(-2)
        .map((each) => each.outerHTML.slice(0, 150))
        .join(' … ')}`,
    ]
  },

  /** What is wider than its own box, so that a reader would have to push it to and fro. */
  sideways() {
    return [...document.querySelectorAll('main *')]
      .filter(
        (each) =>
          ['auto', 'scroll'].includes(getComputedStyle(each).overflowX) &&
          each.scrollWidth > each.clientWidth + 1 &&
          !['INPUT', 'SELECT', 'TEXTAREA'].includes(each.tagName),
      )
      .map(
        (each) =>
          `${each.scrollWidth} px to be pushed through ${each.clientWidth}: ${each.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 160)}`,
      )
  },

  /** Text that is cut off, or runs over the edge of its own cell. What scrolls is not lost. */
  cutOff() {
    const found = []
    for (const each of document.querySelectorAll('main *, header *, nav *')) {
      if (each.closest('.hidden, svg, pre, .skip') !== null || each.clientWidth < 3) continue
      // For screen readers only.
      const head = each.closest('thead')
      if (head !== null && getComputedStyle(head).clipPath !== 'none') continue
      if (['INPUT', 'SELECT', 'TEXTAREA', 'OPTION'].includes(each.tagName)) continue
      const { overflowX, display } = getComputedStyle(each)
      if (display === 'inline' || overflowX === 'auto' || overflowX === 'scroll') continue
      if (each.scrollWidth <= each.clientWidth + 1) continue
      // What only holds what runs over is not what is cut.
      if ([...each.children].some((inner) => inner.scrollWidth > each.clientWidth + 1)) continue
      found.push(
        `${each.scrollWidth} px in ${each.clientWidth}: ${each.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 160)}`,
      )
    }
    return found
  },

  /** French marks that may fall to the next line, or have no space where French has one; not in what `others` wrote. */
  typography(others) {
    const faults = [
      [/ [:;?!»%]/u, 'a space that breaks before a mark'],
      [/« (?!\u00a0)/u, 'a space that breaks after a guillemet'],
      [/\p{L}:(?=\s|$)/u, 'no space before a colon'],
      [/[«][^\u00a0]|[^\u00a0\s][»]/u, 'a guillemet without its space'],
      [
        /(?<!\d)1 (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)/u,
        'the first of a month',
      ],
    ]
    const found = new Set()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement: parent, textContent: text } = node
      if (!parent.closest('[lang]').getAttribute('lang').startsWith('fr')) continue
      if (parent.closest('script, style, code, pre, .said, textarea, .printed') !== null) continue
      if (others.some((each) => text.includes(each))) continue
      for (const [pattern, what] of faults)
        if (pattern.test(text)) found.add(`${what}: "${text.trim().slice(0, 160)}"`)
    }
    return [...found]
  },

  /** What a program knows things by, where a person reads: ids, universal time, and words that only a mouse can reach. */
  machine() {
    const found = new Set()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement.closest('script, style, code, pre, textarea, .verified, .printed'))
        continue
      const [id] =
        /\bUTC\b|\bca-(?:bc|ab|qc|fed)-[\w-]+|\b[a-z]+-days\b/.exec(node.textContent) ?? []
      if (id !== undefined) found.add(`${id}: "${node.textContent.trim().slice(0, 160)}"`)
    }
    for (const each of document.querySelectorAll('[title]'))
      found.add(`told by a title only: ${each.outerHTML.slice(0, 120)}`)
    return [...found]
  },

  /** What every page has, so that one who knows one knows all. */
  shape() {
    const faults = []
    const count = (selector) => document.querySelectorAll(selector).length
    if (count('h1') !== 1) faults.push(`${count('h1')} headings of the first rank`)
    if (count('main#content') !== 1) faults.push('no place for the skip link')
    if (document.querySelector('a, button')?.getAttribute('href') !== '#content')
      faults.push('the skip link is not first')
    if (count('header nav') < 1) faults.push('no navigation')
    if (count('header nav [aria-current]') > 1) faults.push('two places at once')
    if (location.pathname !== '/' && count('nav.breadcrumb') !== 1) faults.push('no breadcrumb')
    if (count('a[href^="/help"]') === 0) faults.push('no way to the help')
    for (const form of document.querySelectorAll('form'))
      if (!form.hasAttribute('action') || !form.hasAttribute('method'))
        faults.push(`a form without method or action: ${form.outerHTML.slice(0, 120)}`)
    for (const each of document.querySelectorAll(
      'body [style]:not([style=""]), body [onclick], body style',
    ))
      faults.push(`inline: ${each.outerHTML.slice(0, 100)}`)
    return faults
  },

  /** One line for each text or label that is read as French and has a word that no French sentence has. */
  english(words) {
    const word = new RegExp(`(?<![\\p{L}’'-])(${words.join('|')})(?![\\p{L}’'-]|[.]\\p{L})`, 'iu')
    const isFrench = (element) =>
      element.closest('[lang]')?.getAttribute('lang').startsWith('fr') === true &&
      element.closest('script, style, code, pre, .printed') === null
    const found = new Set()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent.trim()
      if (isFrench(node.parentElement) && word.test(text))
        found.add(`English, ${word.exec(text)[0]}: "${text.slice(0, 160)}"`)
    }
    for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
      for (const element of document.querySelectorAll(`[${name}]`))
        if (isFrench(element) && word.test(element.getAttribute(name)))
          found.add(`English in ${name}: "${element.getAttribute(name)}"`)
    return [...found]
  },
}
