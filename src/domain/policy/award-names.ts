import type { LocalizedText } from '../text.ts'
import type { Award } from './policy.ts'

/** What an award is called. */
export function nameOfAward(award: Award): LocalizedText {
  switch (award.kind) {
    case 'credits':
      return { 'zh-CN': `${award.amount} 学分`, en: `${award.amount} credits` }
    case 'certificate':
      return { 'zh-CN': '合格证书', en: 'Certificate' }
    case 'eligibility':
      return {
        'zh-CN': `申报资格：${award.name?.['zh-CN'] ?? award.of}`,
        en: `Eligible: ${award.name?.en ?? award.of}`,
      }
    case 'talk':
      return { 'zh-CN': '谈话', en: 'Talk' }
    case 'retraining':
      return award.competency === undefined
        ? { 'zh-CN': '补训', en: 'Retraining' }
        : { 'zh-CN': `补训：${award.competency}`, en: `Retraining: ${award.competency}` }
  }
}
