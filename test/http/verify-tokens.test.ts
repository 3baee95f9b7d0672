import { setTimeout as sleep } from 'node:timers/promises'
import jwt from '@fastify/jwt'
import fastify from 'fastify'
import t from 'tap'
import { createVerify } from '../../src/http/authenticate.ts'

const app = fastify()
await app.register(jwt, { secret: 'a secret of the tests', sign: { algorithm: 'HS256' } })
const sign = (seconds: number) =>
  app.jwt.sign({ sub: 'person', login: 'login' }, { expiresIn: seconds })

/** The app's own check, counted. */
function aVerify() {
  let checks = 0
  const counted = Object.assign(Object.create(app.jwt), {
    verify: (token: string) => {
      checks += 1
      return app.jwt.verify(token)
    },
  })
  return { verify: createVerify({ jwt: counted }), checks: () => checks }
}

t.test('a signature is checked once, its expiry each time', async (t) => {
  const { verify, checks } = aVerify()
  const token = sign(1)
  for (let times = 0; times < 50; times += 1) t.match(verify(token), { login: 'login' })
  t.equal(checks(), 1)
  await sleep(2100)
  t.throws(() => verify(token), { code: 'sign-in-required' })
  t.throws(() => verify(token), { code: 'sign-in-required' })
})

t.test('what is not ours is never known', (t) => {
  const { verify } = aVerify()
  const token = sign(60)
  verify(token)
  const [head, , signature] = token.split('.')
  const other = Buffer.from('{"sub":"person","login":"other","exp":9999999999}')
  for (const forged of [`${head}.${other.toString('base64url')}.${signature}`, `${token}x`, '']) {
    t.throws(() => verify(forged), { code: 'sign-in-required' })
    t.throws(() => verify(forged), { code: 'sign-in-required' })
  }
  t.end()
})

t.test('memory stays bounded, and whoever is forgotten is checked again', (t) => {
  let checks = 0
  const verify = createVerify({
    jwt: {
      verify: (token: string) => {
        checks += 1
        return { sub: token, login: token, exp: 9_999_999_999 }
      },
    } as never,
  })
  for (let number = 0; number < 20_001; number += 1) verify(String(number))
  t.match(verify('0'), { login: '0' })
  t.equal(checks, 20_002, 'the oldest was forgotten')
  verify('20000')
  t.equal(checks, 20_002, 'the newest was not')
  t.end()
})
