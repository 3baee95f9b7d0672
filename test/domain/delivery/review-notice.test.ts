import t from 'tap'
import { consentDigest } from '../../../src/domain/delivery/consent.ts'
import { reviewNotice } from '../../../src/domain/delivery/review-notice.ts'

t.test('threshold and share are told as numbers people know', async (t) => {
  const [threshold, lot] = reviewNotice({ opensAt: 1, sampleShare: 0.02 })
  t.match(threshold?.en, /about 10 to 1/)
  t.match(threshold?.['zh-CN'], /约 10 比 1/)
  t.match(lot?.en, /about 2 in 100/)
  t.match(lot?.['zh-CN'], /每 100 份约有 2 份/)
  t.match(reviewNotice({ opensAt: 0.5, sampleShare: 0.005 })[0]?.en, /about 3\.2 to 1/)
  t.match(reviewNotice({ opensAt: 0.5, sampleShare: 0.005 })[1]?.en, /about 0\.5 in 100/)
  t.match(reviewNotice({ opensAt: 3, sampleShare: 0.1 })[0]?.en, /about 1000 to 1/)
})

t.test('without a lot none is spoken of', async (t) => {
  t.equal(reviewNotice({ opensAt: 1, sampleShare: 0 }).length, 1)
})

t.test('consent is to the rules as they read: other rules need another', async (t) => {
  const usual = consentDigest({ opensAt: 1, sampleShare: 0.02 })
  t.equal(consentDigest({ opensAt: 1, sampleShare: 0.02 }), usual)
  t.not(consentDigest({ opensAt: 1.5, sampleShare: 0.02 }), usual)
  t.not(consentDigest({ opensAt: 1, sampleShare: 0.03 }), usual)
})
