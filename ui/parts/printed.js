// A page of a book as a picture; its formulas are outlined, and pressing one tells the page which.
// Law: words arrive as data and are only ever set as text or as an aria-label; the picture is our own rendering.
export default function ({ parentElement, data, setTriggerValue }) {
  const sheet = parentElement.querySelector('.sheet')
  if (!sheet || !data) return
  const now = `${data.picture.length} ${data.picture.slice(-48)} ${data.open} ${data.boxes.length}`
  if (sheet.dataset.now === now) return
  sheet.dataset.now = now
  sheet.replaceChildren()
  const picture = document.createElement('img')
  picture.src = `data:image/png;base64,${data.picture}`
  picture.alt = data.says
  sheet.append(picture)
  data.boxes.forEach(([left, top, width, height, spoken, sure], place) => {
    const box = document.createElement('button')
    box.type = 'button'
    box.setAttribute('aria-label', spoken)
    box.className = `${sure ? 'sure' : 'unsure'}${place === data.open ? ' open' : ''}`
    Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` })
    box.addEventListener('click', () => setTriggerValue('picked', place))
    sheet.append(box)
  })
}
