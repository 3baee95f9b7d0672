import pg from 'pg'
import t from 'tap'
import {
  databaseUrl,
  databaseUrlWithoutPassword,
  nodePostgresOptions,
  parseDatabaseUrl,
  postgresJsOptions,
} from '../../src/store/database-address.ts'

const plain = { host: 'db', port: 5432, user: 'u', password: 'p', database: 'd', ssl: false }

t.test('a database URL is read as psql reads it', async (t) => {
  const cases: [string, object][] = [
    ['postgres://u:p@db/d', plain],
    ['postgresql://u:p@db:6543/d', { ...plain, port: 6543 }],
    ['postgres://u:p%40%2F@db/d%20e', { ...plain, password: 'p@/', database: 'd e' }],
    ['postgres://u:p@[::1]/d', { ...plain, host: '::1' }],
    ['postgres://u:p@db', { ...plain, database: 'u' }],
    ['postgres://u:p@/d', { ...plain, host: 'localhost' }],
    ['postgres://u:p@/d?host=/run/pg&port=5433', { ...plain, host: '/run/pg', port: 5433 }],
    ['postgres://u:p@%2Frun%2Fpg/d', { ...plain, host: '/run/pg' }],
    ['postgres:///d?host=/run/pg&user=u&password=p', { ...plain, host: '/run/pg' }],
    ['postgres://u:p@db/d?sslmode=require&channel_binding=require', { ...plain, ssl: 'require' }],
    ['postgres://u:p@db/d?sslmode=verify-full', { ...plain, ssl: true }],
  ]
  for (const [url, address] of cases) t.strictSame(parseDatabaseUrl(url), address, url)
})

t.test('what a database URL cannot mean is refused, without repeating its password', async (t) => {
  const wrong = [
    'mysql://u:s3cret@db/d',
    's3cret',
    'postgres://u:s3cret@db:99999/d',
    'postgres://u:s3cret@db:0/d',
    'postgres://u:s3cret@a,b/d',
    'postgres://:s3cret@db/d',
    'postgres://u:s3cret@db/d?sslmode=maybe',
    'postgres://u:s3cret@db/d?options=-c%20x',
    'postgres://u:s3cret%@db/d',
  ]
  for (const url of wrong) {
    try {
      parseDatabaseUrl(url)
      t.fail(`accepted ${url}`)
    } catch (error) {
      t.notMatch(JSON.stringify(error, Object.getOwnPropertyNames(error)), 's3cret', url)
    }
  }
})

t.test('an address survives its way through a URL, for us and for node-postgres', async (t) => {
  const addresses = [
    plain,
    { ...plain, host: '/run/pg data', password: 'p@:/?#%é' },
    { ...plain, host: '::1', ssl: true },
    { ...plain, ssl: 'require' as const },
  ]
  for (const address of addresses) {
    t.strictSame(parseDatabaseUrl(databaseUrl(address)), address)
    const client = new pg.Client({ connectionString: databaseUrl({ ...address, ssl: false }) })
    const { host, port, user, password, database } = client
    t.strictSame({ host, port, user, password, database, ssl: address.ssl }, address)
    t.equal(parseDatabaseUrl(databaseUrlWithoutPassword(address)).password, '')
  }
})

t.test('drivers get encryption as asked', async (t) => {
  t.equal(nodePostgresOptions(plain).ssl, false)
  t.strictSame(nodePostgresOptions({ ...plain, ssl: 'require' }).ssl, { rejectUnauthorized: false })
  t.strictSame(nodePostgresOptions({ ...plain, ssl: true }).ssl, { rejectUnauthorized: true })
  t.equal(postgresJsOptions({ ...plain, ssl: true }).ssl, 'verify-full')
  t.equal(postgresJsOptions({ ...plain, ssl: 'require' }).ssl, 'require')
})
