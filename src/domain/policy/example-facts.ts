import { Value } from 'typebox/value'
import { FACT_SCHEMAS } from './fact-catalogue.ts'
import { type PolicyDocument, type SubjectFacts, subjectOf } from './policy.ts'

/** Whether an example's facts are whole facts of the document's subject. */
export function isUsableExample(
  document: PolicyDocument,
  facts: Partial<SubjectFacts>,
): facts is SubjectFacts {
  return Value.Check(FACT_SCHEMAS[subjectOf(document)], facts)
}
