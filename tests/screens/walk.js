// What a walk by Tab notes within the page. Put in by the debugger; keyboard.py tells what it is for.
window.walk = (() => {
  const chosen = (one) => {
    const group = `input[type=radio][name="${CSS.escape(one.name)}"]`
    return document.querySelector(`${group}:checked`) ?? document.querySelector(group)
  }
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]')
  // what the arrows go round in has one stop for all its parts; anything else that is taken out of Tab's way is a fault
  const ROUND = '[role=menu], [role=menubar], [role=tablist], [role=tree], [role=listbox], [role=grid], [role=toolbar]'
  const offered = (one) =>
    one.tabIndex >= 0 || (one.matches('a[href], button, input, select, textarea') && !one.closest(`${ROUND}, [aria-hidden=true]`))
  const usable = (one) =>
    offered(one) && !one.matches(':disabled, [type=hidden]') && shown(one) && (one.type !== 'radio' || one === chosen(one))
  const controls = () =>
    [...document.querySelectorAll('a[href], button, input, select, textarea, audio[controls], [tabindex]')].filter(usable)
  const name = (one) => {
    const said = one.getAttribute('aria-label') ?? one.innerText ?? one.value ?? ''
    return `${one.tagName.toLowerCase()} ${one.dataset.testid ?? ''} ${said.trim().slice(0, 30)}`.replace(/\s+/g, ' ')
  }
  // a focus may be drawn on the field, on what it is painted by, or on the frame around it; a shape's is its line
  const look = (one) =>
    [one, one.querySelector('path'), one.nextElementSibling, one.parentElement, one.parentElement?.parentElement, one.closest('[class*=__wrapper]'), one.closest('.el-select__wrapper')]
      .filter(Boolean)
      .map((near) => {
        const { outline, boxShadow, borderColor, backgroundColor, top, stroke } = getComputedStyle(near)
        return [outline, boxShadow, borderColor, backgroundColor, top, stroke].join()
      })
      .join('|')
  const box = (one) => (one.matches('[type=radio], [type=checkbox], [type=file]') ? one.parentElement : one).getBoundingClientRect()
  const inSight = ({ top, bottom, left, right, width, height }) =>
    bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && width > 0 && height > 0

  // a mark that fades in is there at once, so that it can be seen when the key is up, without waiting for a frame
  const still = new CSSStyleSheet()
  still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
  document.adoptedStyleSheets.push(still)

  let from = document.body
  let walking = false
  let round = false
  let keys = 0
  const before = new Map()
  const seen = []
  const stops = []

  /** What has the focus now. */
  function note() {
    const one = document.activeElement
    const last = seen.at(-1)
    if (one === last) return // a player has buttons of its own
    if (one === null || one === from || !from.contains(one) || seen.includes(one)) {
      round = true
      return
    }
    seen.push(one)
    stops.push({
      name: name(one),
      marked: before.get(one) !== look(one),
      inSight: inSight(box(one)),
      inOrder: last === undefined || Boolean(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
    })
  }
  const isTab = (event) => walking && event.key === 'Tab'
  addEventListener('keydown', (event) => {
    if (!isTab(event)) return
    keys += 1
    // the walk has come round: the keys that are still to come go nowhere
    if (round) event.preventDefault()
  }, true)
  // when the key is up, the focus has moved and what it moved to was scrolled into sight
  addEventListener('keyup', (event) => isTab(event) && !round && note(), true)

  return {
    /** within: only the content, which has the focus by itself on arriving. */
    begin(within) {
      // Tab goes on from here, wherever the focus was
      from = within ? document.getElementById('main') ?? document.body : document.body
      from.tabIndex = -1
      from.focus()
      scrollTo(0, 0)
      before.clear()
      seen.length = stops.length = keys = 0
      round = false
      walking = true
      for (const one of controls()) if (from.contains(one)) before.set(one, look(one))
    },
    /** Whether the walk has come round; also where the focus has left the page, and keys with it. */
    isRound: (sent) => round || keys < sent,
    end() {
      walking = false
      const missed = [...before.keys()].filter((one) => one.isConnected && usable(one) && !seen.includes(one))
      return { stops, missed: missed.map(name) }
    },
  }
})()
