// Keys, and what a screen reader hears. It is never given a word of a book or of a learner: only the names of our own events.
const press = (key) => {
  const b = document.querySelector('.st-key-' + key + ' button')
  if (!b || b.disabled) return false
  b.click()
  return true
}
const typing = (e) => e.target && (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)
  && !/^(radio|checkbox|button)$/.test(e.target.type))
const choose = (n) => {
  const options = document.querySelectorAll('[class*="st-key-choice-"] [role="radiogroup"] label')
  if (!options[n - 1]) return false
  options[n - 1].click()
  return true
}
const onKey = (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return
  let done = false
  if (e.key === 'Escape' && !document.querySelector('[role="dialog"]')) done = press('close_page')
  else if (typing(e)) return
  else if (e.key === 'x') done = press('close_page')
  else if (e.key === 'n') done = press('next_question')
  else if (e.key === '?') done = press('show_keys')
  else if (/^[1-4]$/.test(e.key)) done = choose(Number(e.key))
  else if (e.key === '/') {
    const box = document.querySelector('[data-testid="stChatInputTextArea"]') || document.querySelector('.stMain input[type="text"]')
    if (box) { box.focus(); done = true }
  }
  if (done) { e.preventDefault(); e.stopPropagation() }
}
const SAYS = { answer: 'The answer is there.', nothing: 'Your books do not answer this.', right: 'Right.', wrong: 'Not yet.', unreadable: 'I cannot read this answer.',
  page: 'The page is open beside the conversation.', question: 'The next question is there.', done: 'The quiz is over.' }
export default function ({ parentElement, data }) {
  if (!window.__marginaliaKeys) { window.__marginaliaKeys = true; document.addEventListener('keydown', onKey, true) }
  const heard = parentElement.querySelector('.heard')
  const said = data && data.event ? data.event + '/' + data.count : ''
  if (!heard || window.__marginaliaSaid === said) return
  window.__marginaliaSaid = said
  heard.textContent = ''
  if (said) setTimeout(() => { heard.textContent = SAYS[data.event] || '' }, 150)
  if (data && data.event === 'question' && matchMedia('(pointer: fine)').matches)
    setTimeout(() => {
      const box = document.querySelector('.st-key-sitting input[type="text"]')
      if (box) box.focus()
    }, 350)
  if (data && /^[a-z]+(-[0-9f]+)*$/.test(data.scroll)) {
    const go = () => {
      const spot = document.querySelector('.st-key-' + data.scroll)
      if (spot) spot.scrollIntoView({ block: data.event === 'page' ? 'nearest' : 'start' })
      const lit = data.event === 'page' && document.querySelector('.st-key-leaf-lit')
      if (lit) lit.scrollIntoView({ block: 'center' })
    }
    ;[60, 350, 900].forEach((ms) => setTimeout(go, ms))
  }
}
