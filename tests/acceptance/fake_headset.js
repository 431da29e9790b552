// A headset as the browser's WebHID shows one that was allowed before: a hook, and a lamp for it.
window.fakeHeadset = (() => {
  const hears = []
  const lamps = []
  const item = (usage) => [{ usages: [usage], reportSize: 1, reportCount: 1 }, { reportSize: 7, reportCount: 1 }]
  const device = {
    productName: '测试耳机',
    opened: false,
    collections: [{ usagePage: 0x0b, inputReports: [{ reportId: 1, items: item(0x0b0020) }], outputReports: [{ reportId: 2, items: item(0x080017) }] }],
    open: async () => (device.opened = true),
    sendReport: async (_, data) => lamps.push(data[0]),
    addEventListener: (_, listener) => hears.push(listener),
  }
  const hid = { getDevices: async () => [device], requestDevice: async () => [device], addEventListener: () => undefined }
  Object.defineProperty(navigator, 'hid', { value: hid })
  const hook = (off) => hears.forEach((hear) => hear({ reportId: 1, data: new DataView(Uint8Array.of(off ? 1 : 0).buffer) }))
  return { hook, lamps }
})()
