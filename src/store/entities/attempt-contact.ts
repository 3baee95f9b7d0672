import { defineEntity, p } from '@mikro-orm/postgresql'

/**
 * A device, address and login with which an attempt was worked, kept once each. Device, address
 * and network are keyed digests: they can be compared and not read.
 */
export const AttemptContactEntity = defineEntity({
  name: 'AttemptContact',
  tableName: 'attempt_contact',
  primaryKeys: ['attemptId', 'combination'],
  properties: {
    attemptId: p.uuid().primary(),
    /** Digest of all that follows but the time. */
    combination: p.text().primary(),
    /** Null where the browser keeps no cookie, as programs do. */
    device: p.text().nullable(),
    address: p.text(),
    network: p.text(),
    loginId: p.uuid(),
    /** Family of the browser and whether it is on a desk or held: `firefox-desk`. */
    client: p.text(),
    /** By the server's clock. */
    firstSeenAt: p.datetime(),
  },
})
