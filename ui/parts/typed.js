// Signs to insert into the field beside, and the cells of a matrix, which write themselves into that field.
// Law: words arrive as data and are only ever set as text or as a value; the field of the page is the one place where an answer stands.
const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
const write = (field, text) => {
  own.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
const insert = (field, sign) => {
  const from = field.selectionStart ?? field.value.length
  const to = field.selectionEnd ?? from
  const word = /^[a-z√]/.test(sign) && sign !== 'e'
  const piece = word ? `${sign === '√' ? 'sqrt' : sign}()` : sign
  write(field, field.value.slice(0, from) + piece + field.value.slice(to))
  const at = from + piece.length - (word ? 1 : 0)
  field.focus()
  field.setSelectionRange(at, at)
}
// [[1, 2], [3, 4]], also with line ends, semicolons, tabs or LaTeX's & and \\ between.
const rowsOf = (text) => {
  const bare = text.replace(/\\(begin|end)\{\w+\}/g, '').trim()
  const nested = /^\[\s*\[/.test(bare)
  const lines = nested ? bare.replace(/^\[\s*/, '').replace(/\]\s*$/, '').split(/\]\s*,?\s*\[/) : bare.replace(/^\[|\]$/g, '').split(/;|\n|\\\\/)
  return lines.map((line) => line.replace(/[[\]]/g, '').trim()).filter(Boolean)
    .map((line) => (/[,&\t]/.test(line) ? line.split(/[,&\t]/) : line.split(/\s+/)).map((cell) => cell.trim()))
}
const keyed = (e, inputs, columns, at) => {
  const cell = inputs[at]
  const start = cell.selectionStart === 0 && cell.selectionEnd === 0
  const end = cell.selectionStart === cell.value.length
  const step = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: start ? -1 : 0, ArrowRight: end ? 1 : 0 }[e.key] || 0
  if (!step || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || !inputs[at + step]) return
  inputs[at + step].focus()
  inputs[at + step].select()
  e.preventDefault()
}
function drawCells(place, { rows, columns }, field) {
  place.replaceChildren()
  place.style.gridTemplateColumns = `repeat(${columns}, minmax(2.4rem, 5.2rem))`
  const inputs = []
  const tell = () => {
    const cells = inputs.map((cell) => cell.value.trim())
    const lines = Array.from({ length: rows }, (_, r) => `[${cells.slice(r * columns, (r + 1) * columns).join(', ')}]`)
    const now = field()
    if (now) write(now, cells.some(Boolean) ? `[${lines.join(', ')}]` : '')
  }
  const fill = (table, from) => {
    table.forEach((line, r) => line.forEach((cell, c) => {
      const row = Math.floor(from / columns) + r
      const column = (from % columns) + c
      if (row < rows && column < columns) inputs[row * columns + column].value = cell
    }))
  }
  for (let at = 0; at < rows * columns; at += 1) {
    const cell = document.createElement('input')
    cell.type = 'text'
    cell.autocomplete = 'off'
    cell.setAttribute('aria-label', `row ${Math.floor(at / columns) + 1}, column ${(at % columns) + 1}`)
    cell.addEventListener('input', tell)
    cell.addEventListener('keydown', (e) => keyed(e, inputs, columns, at))
    cell.addEventListener('paste', (e) => {
      const table = rowsOf(e.clipboardData.getData('text'))
      if (table.length === 1 && table[0].length === 1) return
      e.preventDefault()
      fill(table, table.length === rows && table.every((line) => line.length === columns) ? 0 : at)
      tell()
    })
    inputs.push(cell)
    place.append(cell)
  }
  const kept = field()
  if (kept && kept.value) fill(rowsOf(kept.value), 0)
  return { inputs, fill }
}
export default function ({ parentElement, data }) {
  const cells = parentElement.querySelector('.cells')
  const signs = parentElement.querySelector('.signs')
  const host = parentElement.getRootNode().host || parentElement
  const around = host.closest('[class*="st-key-ask-"]')
  if (!cells || !signs || !data || !around) return
  const field = () => around.querySelector('[class*="st-key-line-"] input')
  const now = `${data.rows} ${data.columns} ${data.signs.join(' ')}`
  if (signs.dataset.now === now) return
  signs.dataset.now = now
  signs.replaceChildren()
  data.signs.forEach((sign) => {
    const b = document.createElement('button')
    b.type = 'button'
    b.textContent = sign
    b.addEventListener('mousedown', (e) => e.preventDefault())
    b.addEventListener('click', () => {
      const inner = parentElement.getRootNode().activeElement
      const target = inner && inner.tagName === 'INPUT' ? inner : field()
      if (target) insert(target, sign)
    })
    signs.append(b)
  })
  if (!data.rows) return
  const { inputs, fill } = drawCells(cells, data, field)
  // A matrix typed or pasted into the field itself fills the cells.
  around.addEventListener('input', (e) => {
    if (e.target !== field() || parentElement.getRootNode().activeElement) return
    const table = rowsOf(e.target.value)
    if (table.length === data.rows && table.every((line) => line.length === data.columns)) fill(table, 0)
    else if (!e.target.value) inputs.forEach((cell) => { cell.value = '' })
  })
}
