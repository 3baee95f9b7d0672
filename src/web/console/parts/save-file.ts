/** Hands a file made on the page to the browser's downloads. */
export function saveFile(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers read the content only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
