import t from 'tap'
import { practiceFor } from '../../../src/domain/delivery/practice-for.ts'
import { aBank, anItem, aText } from '../../support/builders.ts'

const source = (name: string, article: number) => ({
  title: aText(`${name}法`, `${name} Act`),
  provision: aText(`第${article}条`, `Article ${article}`),
  checkedOn: '2026-01-31',
})
const items = [
  ...['Land', 'Land', 'Water'].map((name, index) =>
    anItem({ id: `r-${index}`, competency: 'rules', source: source(name, index) }),
  ),
  ...Array.from({ length: 7 }, (_, index) =>
    anItem({ id: `m-${index}`, competency: 'money', source: source(`Tax ${index}`, index) }),
  ),
]
const BANK = aBank({ items })

t.test('the rules most items rest on come first, each once', async (t) => {
  const { description, rules } = practiceFor(BANK, 'rules')
  t.same(description, aText('说明', 'About it'))
  t.same(
    rules.map(({ en }) => en),
    ['Land Act', 'Water Act'],
  )
})

t.test('neither an item nor its provision is told', async (t) => {
  const told = JSON.stringify(practiceFor(BANK, 'money'))
  t.notMatch(told, /Article|第\d条|m-\d|Choice|key/)
  t.equal(practiceFor(BANK, 'money').rules.length, 5)
})

t.test('an unknown competency has nothing to tell', async (t) => {
  t.same(practiceFor(BANK, 'nothing'), { description: aText('', ''), rules: [] })
})
