/** A file's bytes in base64; a data URL carries them behind its comma. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onerror = () => reject(reader.error)
    reader.onload = () => {
      const url = String(reader.result)
      const comma = url.indexOf(',')
      // Of an empty file some browsers give no more than the scheme.
      resolve(comma < 0 ? '' : url.slice(comma + 1))
    }
    reader.readAsDataURL(file)
  })
}
