import type { PolicyDocument } from '../../../domain/policy/policy.ts'
import { saveFile } from '../parts/save-file.ts'

/** Saves a document as a file that the editor opens again. */
export function saveDocument(document: PolicyDocument, version?: number): void {
  const name = version === undefined ? document.id : `${document.id}-${version}`
  saveFile(`${name || 'policy'}.json`, 'application/json', `${JSON.stringify(document, null, 2)}\n`)
}
