// Parts of a formula light up under the pointer, the finger or the arrow keys, and their words are shown below.
// Law: words arrive as data and are only ever set as textContent; nothing of a book becomes markup.
// The boxes that KaTeX stacks over each other hide the letters below them, so every element under the point is looked at.
const marked = (e) => e.style && /^rgb\(1, (\d+), 7\)$/.exec(e.style.color)
const code = (card, x, y) => {
  for (const e of document.elementsFromPoint(x, y)) {
    const m = card.contains(e) && marked(e)
    if (m) return Number(m[1])
  }
  return -1
}
const within = (data, part, whole) => {
  for (let p = part; p >= 0; p = data.inside[p]) if (p === whole) return true
  return false
}
function light(card, part) {
  const { data, says } = card.__lit
  card.__lit.now = part
  card.querySelectorAll('.katex-html [style*="color"]').forEach((e) => {
    const own = marked(e)
    e.classList.toggle('lit', part >= 0 && !!own && within(data, Number(own[1]), part))
  })
  says.textContent = part >= 0 ? data.says[part] : data.hint
  says.classList.toggle('some', part >= 0)
  const { more, pinned } = card.__lit
  more.hidden = !data.asks || pinned < 0
}
const onOver = (card) => (e) => {
  if (e.pointerType === 'touch' || card.__lit.pinned >= 0) return
  const part = code(card, e.clientX, e.clientY)
  if (part !== card.__lit.now) light(card, part)
}
const onLeave = (card) => () => { if (card.__lit.pinned < 0) light(card, -1) }
// A second tap on the same part takes the part around it; a tap beside the parts lets go.
const onTap = (card) => (e) => {
  if (!e.target.closest('.katex')) return
  const { data, pinned } = card.__lit
  let part = code(card, e.clientX, e.clientY)
  if (part >= 0 && pinned >= 0 && within(data, part, pinned)) part = data.inside[pinned]
  card.__lit.pinned = part
  light(card, part)
}
const onKey = (card) => (e) => {
  const { data, now } = card.__lit
  const n = data.says.length
  let part = now
  if (e.key === 'ArrowRight') part = (now + 1) % n
  else if (e.key === 'ArrowLeft') part = (now < 0 ? n : now + n - 1) % n
  else if (e.key === 'ArrowUp') part = now >= 0 ? data.inside[now] : -1
  else if (e.key === 'Escape' && now >= 0) part = -1
  else return
  card.__lit.pinned = part
  light(card, part)
  e.preventDefault(); e.stopPropagation()
}
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.getRootNode()
  const host = root.host || parentElement
  const card = host.closest('[class*="st-key-lit-"]')
  const says = parentElement.querySelector('.says')
  const more = parentElement.querySelector('.more')
  if (!card || !says || !more || !data) return
  const first = !card.__lit
  card.__lit = { data, says, more, now: -1, pinned: -1 }
  more.hidden = true
  more.onclick = () => { if (card.__lit.pinned >= 0) setTriggerValue('part', card.__lit.pinned) }
  says.textContent = data.hint
  const named = () => {
    const maths = card.querySelector('.katex')
    if (!maths) return false
    maths.setAttribute('role', 'img')
    maths.setAttribute('aria-label', data.spoken)
    maths.setAttribute('tabindex', '0')
    return true
  }
  if (!named()) [80, 400, 1200].forEach((ms) => setTimeout(named, ms))
  if (!first) return
  card.addEventListener('pointermove', onOver(card))
  card.addEventListener('pointerleave', onLeave(card))
  card.addEventListener('click', onTap(card))
  card.addEventListener('keydown', onKey(card))
}
