import { type ReactElement, useEffect, useState } from 'react'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import type { Answers } from '../attempt/counts.ts'
import { ExamTop } from '../attempt/exam-top.tsx'
import { useNumberKeysSetting } from '../attempt/use-number-keys.ts'
import { Workspace } from '../attempt/workspace.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link, useQuery } from '../router.tsx'
import { useText } from '../text.ts'
import { PRACTICE_FORM } from './practice-form.ts'

/** The exam page with a form of its own; nothing here is saved or sent. */
export function PracticePage(): ReactElement {
  const t = useText()
  const examId = useQuery('exam')
  const [current, setCurrent] = useState(0)
  const [done, setDone] = useState(false)
  const [answers, setAnswers] = useState<Answers>({ responses: {}, marked: new Set() })
  const [numberKeys, setNumberKeys] = useNumberKeysSetting()
  const wayBack = examId === null ? '/' : `/exams/${examId}`
  useEffect(() => {
    document.title = `${t('practice.title')} · ${t('app.name')}`
  }, [t])
  const answer = (itemId: string, value: ResponseValue): void =>
    setAnswers((before) => ({ ...before, responses: { ...before.responses, [itemId]: value } }))
  const mark = (itemId: string, marked: boolean): void =>
    setAnswers((before) => {
      const others = [...before.marked].filter((id) => id !== itemId)
      return { ...before, marked: new Set(marked ? [...others, itemId] : others) }
    })
  return (
    <div className="exam">
      <ExamTop
        title={t('practice.title')}
        numberKeys={numberKeys}
        onNumberKeys={setNumberKeys}
        wholeForm
        leave={
          <Link href={wayBack} className="button quiet">
            {t('practice.leave')}
          </Link>
        }
      />
      <Workspace
        form={PRACTICE_FORM}
        answers={answers}
        current={current}
        locked={false}
        numberKeys={numberKeys}
        lines={
          <p className="line practice-line">
            <Icon name="info" />
            <span>{t('practice.note')}</span>
          </p>
        }
        onGo={setCurrent}
        onAnswer={answer}
        onMark={mark}
        onFinish={() => setDone(true)}
      />
      {done && (
        <Dialog title={t('practice.done-title')} onClose={() => setDone(false)}>
          <p>{t('practice.done')}</p>
          <div className="actions end">
            <button type="button" className="button" onClick={() => setDone(false)}>
              {t('practice.again')}
            </button>
            <Link href={wayBack} className="button primary">
              {t('practice.leave')}
            </Link>
          </div>
        </Dialog>
      )}
    </div>
  )
}
