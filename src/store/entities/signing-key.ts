import { defineEntity, p } from '@mikro-orm/postgresql'

/** The Ed25519 key that signs receipts; made once, shared by every process. */
export const SigningKeyEntity = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_key',
  properties: {
    id: p.uuid().primary(),
    publicPem: p.text(),
    privatePem: p.text(),
    createdAt: p.datetime(),
  },
})
