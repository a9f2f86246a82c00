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
    const word = new RegExp(`(?<![\\p{L}’'-])(${words.join('|')})(?![\\p{L}’'-])`, 'iu')
    const isFrench = (element) =>
      element.closest('[lang]')?.getAttribute('lang').startsWith('fr') === true &&
      element.closest('script, style, code, pre') === null
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
