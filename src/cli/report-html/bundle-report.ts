import type { BundleDocument } from './bundle-document.ts'
import { dataTable } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import { reportPage } from './report-page.ts'

/** A bundle's document as one page of HTML. */
export function bundleReport({ language, title, exam, check, sections }: BundleDocument): string {
  const body = html`<h1>${title}</h1>
<p class="dim">${exam}</p>
${verdict(check)}
${sections.map((section) => html`<h2>${section.title}</h2>${dataTable(section.table)}`)}`
  return reportPage({ language, title, body })
}

function verdict({ title, told, verdict, findings }: BundleDocument['check']): Markup {
  const list = findings.map((finding) => html`<li class="error">${finding}</li>`)
  return html`<h2>${title}</h2>
${told.map((one) => html`<p>${one}</p>`)}<p><strong>${verdict}</strong></p>
${findings.length === 0 ? html`` : html`<ul class="verdicts">${list}</ul>`}`
}
