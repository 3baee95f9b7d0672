import type { certificate as english } from '../en/certificate.ts'

export const certificate: Readonly<Record<keyof typeof english, string>> = {
  'certificate.title': '证书核验',
  'certificate.lead': '本页由签发证书的系统提供。请将姓名和名称与对方出示的证书核对。',
  'certificate.valid': '证书由本系统签发，现行有效。',
  'certificate.suspended': '证书由本系统签发，目前暂停使用。',
  'certificate.suspended-note':
    '有关事项正在核实，这不代表对任何人作出了结论；核实无问题后证书恢复有效。',
  'certificate.revoked': '证书由本系统签发，现已撤销。',
  'certificate.expired': '证书由本系统签发，已过有效期。',
  'certificate.since': '自 {at} 起',
  'certificate.holder': '持证人',
  'certificate.what': '名称',
  'certificate.level': '等级',
  'certificate.probability': '真实能力达到合格线的概率',
  'certificate.criteria': '取得条件',
  'certificate.issuer': '签发单位',
  'certificate.earned': '完成日期',
  'certificate.issued': '签发日期',
  'certificate.until': '有效期至',
  'certificate.endless': '长期有效',
  'certificate.unknown': '没有这份证书',
  'certificate.unknown-note':
    '本系统没有以此地址签发过证书。请逐字核对证书上的地址；如果一致，说明该证书并非本系统签发。',
  'certificate.simulated': '本证书来自模拟考核，不能证明任何人的能力。',
  'certificate.print': '打印',
}
