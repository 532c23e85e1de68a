// Keys, and what a screen reader hears. It is never given a word of a book or of a learner: only the names of our own events.
const press = (key) => {
  const b = document.querySelector('.st-key-' + key + ' button')
  if (!b || b.disabled) return false
  b.click()
  return true
}
const typing = (e) => e.target && (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)
  && !/^(radio|checkbox|button)$/.test(e.target.type))
// The question that has the focus; else the only one on the page, else (on a sheet) none.
const asked = () => {
  const near = document.activeElement && document.activeElement.closest('[class*="st-key-ask-"]')
  const all = document.querySelectorAll('[class*="st-key-ask-"]')
  return near || (all.length === 1 ? all[0] : null)
}
const within = (name) => {
  const box = asked()
  const own = box && box.closest('[class*="st-key-twin-box-"], [class*="st-key-further-"], .st-key-sitting')
  const all = [...(own || document).querySelectorAll('[class*="st-key-' + name + '-"] button')].filter((b) => !b.disabled && b.offsetParent)
  if (all.length !== 1) return false
  all[0].click()
  return true
}
const choose = (n) => {
  if (n < 3 && within(n === 1 ? 'had_it' : 'not_yet')) return true
  const box = asked()
  const options = box ? box.querySelectorAll('[class*="st-key-choice-"] label input') : []
  if (!options[n - 1]) return false
  options[n - 1].focus()
  options[n - 1].click()
  return true
}
// Enter checks: in a field once the field itself has taken its text, elsewhere at once; a button keeps its own Enter.
const check = (e) => {
  const inside = e.composedPath()[0]
  const named = inside && inside.tagName
  if (named === 'BUTTON' || named === 'A' || named === 'SUMMARY' || (named === 'TEXTAREA' && !(e.ctrlKey || e.metaKey))) return false
  const host = e.target && e.target.closest && e.target.closest('[class*="st-key-ask-"]')
  const nowhere = !/^(INPUT|TEXTAREA|SELECT)$/.test(named)
  const box = host || (nowhere ? asked() : null)
  const b = box && box.querySelector('[class*="st-key-check_answer-"] button')
  if (!b || b.disabled) return false
  setTimeout(() => b.isConnected && b.click(), 80)
  return false
}
// A large field gives its text to the page only when one leaves it; we ask it to after every pause, so that a reload finds it.
let pause = 0
const onInput = (e) => {
  const box = e.target
  if (!box || box.tagName !== 'TEXTAREA' || !box.closest('[class*="st-key-ask-"]')) return
  clearTimeout(pause)
  pause = setTimeout(() => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true })), 600)
}
// A finger or a button of the mouse that is down: a press that ends elsewhere than it began is lost, so nothing is moved under it.
let held = false
// Whoever has scrolled or pressed something since they asked or opened something is left where they are.
let moved = false
const onDown = () => { held = true; moved = true }
const onUp = (e) => { if (e.type !== 'blur' || e.target === window) held = false }
const onScroll = (e) => { if (e.type !== 'keydown' || !typing(e)) moved = true }
// A question that waits rises to the top while its answer grows below it; what one reads then stays where it is. So do files that are read.
let waits = false, waited = 0, timers = []
const AFTER_WAIT = 3000 // milliseconds: what is announced later than that is no end of a wait
const clear = () => { timers.forEach(clearTimeout); timers = [] }
const follow = () => {
  const spot = document.querySelector('.st-key-turn-waiting, .st-key-files-waiting')
  if (waits) waited = performance.now()
  if (!spot) { waits = false; return }
  if (!waits) { waits = true; moved = false; clear() }
  const left = spot.closest('[data-stale="true"]') || spot.querySelector('[data-stale="true"]')
  if (!moved && !held && !left) spot.scrollIntoView({ block: 'start' })
}
const onKey = (e) => {
  if (e.key === 'Enter' && e.isTrusted && !e.altKey && !e.isComposing) { check(e); return }
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return
  let done = false
  if (e.key === 'Escape' && !document.querySelector('[role="dialog"]')) done = press('close_page')
  else if (typing(e)) return
  else if (e.key === 'x') done = press('close_page')
  else if (e.key === 'n') done = press('next_question')
  else if (e.key === 'd') done = within('dont_know')
  else if (e.key === 's') done = within('skip')
  else if (e.key === '?') done = press('show_keys')
  else if (e.key === 'r') done = press('again_button')
  else if (/^[1-8]$/.test(e.key)) done = choose(Number(e.key))
  else if (e.key === '/') {
    const box = document.querySelector('[data-testid="stChatInputTextArea"]') || document.querySelector('.stMain input[type="text"]')
    if (box) { box.focus(); done = true }
  }
  if (done) { e.preventDefault(); e.stopImmediatePropagation() } // the page has keys of its own, r among them
}
const SAYS = { answer: 'The answer is there.', nothing: 'Your books do not answer this.', right: 'Right.', wrong: 'Not yet.', unreadable: 'Nothing was counted.',
  noted: 'Noted.', shown: 'The solution is there.', compare: 'The answer is beside yours: press 1 if you had it, 2 if not yet.',
  page: 'The page is open beside the conversation.', book: 'The page is open.', files: 'It is said what became of your files.', question: 'The next question is there.', done: 'The quiz is over.' }
export default function ({ parentElement, data }) {
  if (!window.__marginaliaKeys) {
    window.__marginaliaKeys = true
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('input', onInput, true)
    window.addEventListener('pointerdown', onDown, true)
    ;['wheel', 'touchmove', 'keydown'].forEach((kind) => window.addEventListener(kind, onScroll, { capture: true, passive: true }))
    new MutationObserver(follow).observe(document.body, { childList: true, subtree: true, characterData: true })
    ;['pointerup', 'pointercancel', 'contextmenu', 'blur'].forEach((kind) => window.addEventListener(kind, onUp, true))
    window.addEventListener('pointermove', (e) => { if (!e.buttons) held = false }, { capture: true, passive: true }) // let go outside
  }
  const heard = parentElement.querySelector('.heard')
  const said = data && data.event ? data.event + '/' + data.count : ''
  if (!heard || window.__marginaliaSaid === said) return
  window.__marginaliaSaid = said
  heard.textContent = ''
  if (said) setTimeout(() => { heard.textContent = SAYS[data.event] || '' }, 150)
  if (data && data.event === 'question' && matchMedia('(pointer: fine)').matches)
    setTimeout(() => {
      const box = document.querySelector('.st-key-sitting [class*="st-key-ask-"] :is(input[type="text"], textarea)')
      if (box) box.focus()
    }, 350)
  if (data && /^[a-z_]+(-[0-9f]+)*$/.test(data.scroll)) {
    // What is drawn late, a curve, moves the page again.
    clear()
    if (!waited || performance.now() - waited > AFTER_WAIT || !/^(answer|nothing|files)$/.test(data.event)) moved = held
    waited = 0
    const go = () => {
      if (moved || held) return
      const spot = document.querySelector('.st-key-' + data.scroll)
      if (spot) spot.scrollIntoView({ block: data.event === 'page' ? 'nearest' : 'start' })
      const lit = data.event === 'page' && document.querySelector('.st-key-leaf-lit')
      if (lit) lit.scrollIntoView({ block: 'center' })
    }
    ;[60, 350, 900, 1800].forEach((ms) => timers.push(setTimeout(go, ms)))
  }
}
