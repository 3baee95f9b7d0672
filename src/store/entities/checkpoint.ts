import { defineEntity, p } from '@mikro-orm/postgresql'
import { reference } from './reference.ts'

/** The whole log at one moment, signed. */
export const LogCheckpointEntity = defineEntity({
  name: 'LogCheckpoint',
  tableName: 'log_checkpoint',
  checks: [
    {
      name: 'log_checkpoint_counts_from_one',
      expression: 'number >= 1 and chains >= 1 and entries >= chains',
    },
  ],
  properties: {
    number: p.integer().primary().autoincrement(false),
    madeAt: p.datetime(),
    chains: p.integer(),
    entries: p.integer(),
    /** Merkle root over all chain heads. */
    root: p.text(),
    /** Digest of the checkpoint before. */
    previous: p.text(),
    publicKeyPem: p.text(),
    signature: p.text(),
  },
})

/** A chain as it stood at a checkpoint, where it had grown since the one before. */
export const LogCheckpointHeadEntity = defineEntity({
  name: 'LogCheckpointHead',
  tableName: 'log_checkpoint_head',
  indexes: [{ properties: ['checkpoint'] }],
  properties: {
    chain: p.text().primary(),
    checkpoint: () => reference(LogCheckpointEntity, 'checkpoint').primary(),
    entries: p.integer(),
    head: p.text(),
    root: p.text(),
  },
})

/** What a time stamp authority (RFC 3161) said of a checkpoint. */
export const CheckpointTimestampEntity = defineEntity({
  name: 'CheckpointTimestamp',
  tableName: 'checkpoint_timestamp',
  properties: {
    checkpoint: () => reference(LogCheckpointEntity, 'checkpoint').primary(),
    /** Its address. */
    authority: p.text().primary(),
    /** The token as it came, DER in base64. */
    token: p.text(),
    stampedAt: p.datetime(),
    receivedAt: p.datetime(),
  },
})
