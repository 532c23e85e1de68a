// One press copies. Law: the text arrives as data and goes to the clipboard; on the page it is at most the value of a field.
const byHand = (text) => {
  const box = document.createElement('textarea')
  box.value = text
  Object.assign(box.style, { position: 'fixed', opacity: '0' })
  document.body.append(box)
  box.select()
  const done = document.execCommand('copy')
  box.remove()
  return done
}
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector('.copy')
  const told = parentElement.querySelector('.told')
  if (!button || !data) return
  button.onclick = async () => {
    let done = false
    try { await navigator.clipboard.writeText(data.text); done = true } catch { done = byHand(data.text) }
    told.textContent = done ? 'Copied.' : 'Your browser does not let me copy; save it instead.'
    setTimeout(() => { told.textContent = '' }, 4000)
  }
}
