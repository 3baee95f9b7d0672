import type { BundleCheck } from '../../domain/settlement/check-bundle.ts'
import type { ExamBundle } from '../../domain/settlement/exam-bundle.ts'
import type { Language } from '../../domain/text.ts'
import type { DataTable } from './data-table.ts'
import { type Tell, tellIn } from './tell.ts'

type Row = Readonly<Record<string, unknown>>

/** A table of texts and numbers, for any kind of page. */
export interface PlainTable extends DataTable {
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** One heading of a document, with its table. */
export interface DocumentSection {
  readonly title: string
  readonly table: PlainTable
}

/** What a bundle is told in, whatever it is printed on. */
export interface BundleDocument {
  readonly language: Language
  readonly title: string
  readonly exam: string
  /** What checking it found. */
  readonly check: {
    readonly title: string
    readonly told: readonly string[]
    readonly verdict: string
    readonly findings: readonly string[]
  }
  readonly sections: readonly DocumentSection[]
}

/** A bundle and what checking it found, to be read and printed: who did what when, what followed. */
export function bundleDocument(
  bundle: ExamBundle,
  check: BundleCheck,
  language: Language,
): BundleDocument {
  const tell = tellIn(language)
  return {
    language,
    title: `${tell('考核记录：', 'Record of an exam: ')}${bundle.blueprint.title[language]}`,
    exam: `${tell('考核编号', 'Exam')} ${bundle.examId}`,
    check: checkOf(tell, check),
    sections: [
      publication(tell, bundle),
      results(tell, bundle),
      ...decisions(tell, bundle),
      history(tell, bundle),
    ],
  }
}

function checkOf(
  tell: Tell,
  { findings, checked, vouchedBy }: BundleCheck,
): BundleDocument['check'] {
  const by = {
    nothing: tell(
      '没有给出外部密钥或检查点：只能说明这份记录前后一致，不能说明由谁签名。',
      'No key and no checkpoint from outside was given: the record is consistent in itself, but who signed it is not shown.',
    ),
    key: tell('签名已用外部保存的密钥核对。', 'The signature was held against a key kept outside.'),
    checkpoint: tell(
      '日志已与外部保存的检查点核对。',
      'The log was held against checkpoints kept outside.',
    ),
  }[vouchedBy]
  const told = tell(
    `重新抽取试卷 ${checked.forms} 份，核对回执 ${checked.receipts} 份、日志 ${checked.logEntries} 条、记录 ${checked.records} 条，重新结算 ${checked.settlements} 次。`,
    `${checked.forms} forms were drawn again, ${checked.receipts} receipts, ${checked.logEntries} log entries and ${checked.records} records checked, ${checked.settlements} settlements made again.`,
  )
  const verdict =
    findings.length === 0
      ? tell('没有发现改动。', 'Nothing was changed.')
      : tell(`发现 ${findings.length} 处问题：`, `${findings.length} findings:`)
  const title = tell('核对结果', 'What checking it found')
  return { title, told: [told, by], verdict, findings }
}

function publication(tell: Tell, { log, examId, commitment, secret }: ExamBundle): DocumentSection {
  const published = log.find(
    ({ chain, act }) => chain === `exam:${examId}` && act === 'exam-published',
  )
  return section(tell('公布', 'Publication'), {
    caption: tell('开考前公布的内容', 'What was made public before it began'),
    head: [tell('项目', 'What'), tell('内容', 'Value')],
    rows: [
      [tell('公布时间', 'Published at'), timeText(published?.loggedAt)],
      [tell('承诺值', 'Commitment'), commitment],
      [tell('后来公开的密钥', 'Secret, revealed since'), secret],
      [tell('人数', 'Candidates'), String(published?.detail['candidates'] ?? '')],
    ],
  })
}

/** Each attempt as it stands after its last settlement. */
function results(tell: Tell, { attempts, records, blueprint }: ExamBundle): DocumentSection {
  const last = new Map((records['settlement'] ?? []).map((row) => [row['attempt_id'], row]))
  const awards = Map.groupBy(records['award'] ?? [], ({ attempt_id }) => attempt_id)
  const levels = new Map(blueprint.levels.map(({ id, name }) => [id, tell.of(name)]))
  return section(tell('结果', 'Results'), {
    caption: tell('每次作答的最后一次结算', 'Each attempt as last settled'),
    head: [
      tell('作答', 'Attempt'),
      tell('交卷时间', 'Closed at'),
      tell('能力值', 'Ability'),
      tell('标准误', 'SE'),
      tell('等级', 'Level'),
      tell('提示', 'Flags'),
      tell('规则', 'Rules'),
      tell('奖励', 'Awards'),
    ],
    rows: attempts.map(({ attemptId, receipt }) => {
      const settled = last.get(attemptId)
      const facts = (settled?.['facts'] ?? {}) as Row
      const outcome = (settled?.['outcome'] ?? {}) as Row
      const number = settled?.['number']
      const own = (awards.get(attemptId) ?? []).filter((row) => row['settlement_number'] === number)
      return [
        attemptId,
        timeText(receipt?.closedAt),
        numberOf(facts['theta']),
        numberOf(facts['standardError']),
        levels.get(String(facts['level'])) ?? '',
        numberOf(facts['flagCount']),
        ((outcome['decidedBy'] ?? []) as readonly string[]).join(', '),
        own.map((row) => `${String((row['award'] as Row)['kind'])}: ${row['state']}`).join(', '),
      ]
    }),
    digits: [0, 0, 2, 2, 0, 0],
  })
}

function decisions(tell: Tell, { records }: ExamBundle): DocumentSection[] {
  const cases = new Map((records['review_case'] ?? []).map((row) => [row['id'], row]))
  const rows = (records['decision'] ?? []).map((row) => [
    String(cases.get(row['case_id'])?.['code'] ?? ''),
    String(cases.get(row['case_id'])?.['attempt_id'] ?? ''),
    timeText(row['decided_at']),
    String(row['finding']),
    String(row['reason_code']),
  ])
  if (rows.length === 0) return []
  const told = section(tell('核查', 'Review'), {
    caption: tell('核查人员的决定', "Auditors' decisions"),
    head: [
      tell('案件', 'Case'),
      tell('作答', 'Attempt'),
      tell('时间', 'At'),
      tell('结论', 'Finding'),
      tell('理由', 'Reason'),
    ],
    rows,
  })
  return [told]
}

function history(tell: Tell, { log }: ExamBundle): DocumentSection {
  return section(tell('日志', 'Log'), {
    caption: tell('每一条都带有前一条的摘要', 'Each entry holds the digest of the one before'),
    head: [
      tell('链', 'Chain'),
      tell('序号', 'Number'),
      tell('时间', 'At'),
      tell('行为', 'Act'),
      tell('行为人', 'By'),
      tell('摘要', 'Digest'),
    ],
    rows: log.map(({ chain, number, loggedAt, act, actor, hash }) => [
      ...[chain, number, timeText(loggedAt), act],
      ...[actor ?? tell('系统', 'the service'), hash.slice(0, 16)],
    ]),
    digits: [0, 0],
  })
}

function section(title: string, table: PlainTable): DocumentSection {
  return { title, table }
}

/** To the second, UTC, as the log has it. */
function timeText(value: unknown): string {
  return typeof value === 'string' ? `${value.slice(0, 19).replace('T', ' ')} UTC` : ''
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
