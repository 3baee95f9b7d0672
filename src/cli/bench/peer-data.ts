import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import {
  type ResponseMatrix,
  responseMatrix,
} from '../../domain/measurement/calibration/response-matrix.ts'

/** Public data and what other packages took for them; lies beside the project, if at all. */
const REFERENCE = fileURLToPath(new URL('../../../../shared/reference/', import.meta.url))

const FEW_NODES = '21 nodes'

/** Data that other packages were timed on. */
export interface PeerData {
  readonly name: string
  readonly matrix: ResponseMatrix
  readonly peers: readonly Peer[]
}

interface Peer {
  /** Package and version. */
  readonly name: string
  readonly cpuSeconds: number
  /** Null where none was recorded, or with so few nodes that it is another approximation. */
  readonly logLikelihood: number | null
}

interface RecordedTime {
  readonly name: string
  readonly cpu_s_best: number
  readonly logLik?: number
}

/** The reference data with their recorded times; without the folder nothing, and a message. */
export async function peerData(): Promise<PeerData[]> {
  if (!existsSync(REFERENCE)) {
    process.stderr.write(`${REFERENCE} is absent: no comparison with other packages\n`)
    return []
  }
  const { rows }: { rows: RecordedTime[] } = JSON.parse(await text('expected/runtimes.json'))
  const peer = (name: string, recorded: string): Peer[] =>
    rows
      .filter((row) => row.name === recorded)
      .map(({ cpu_s_best: cpuSeconds, logLik }) => {
        const isComparable = logLik !== undefined && !name.includes(FEW_NODES)
        return { name, cpuSeconds, logLikelihood: isComparable ? logLik : null }
      })
  return [
    {
      name: 'licensure exam 1636 x 170',
      matrix: responseMatrix(await credentialRows()),
      peers: [
        ...peer('mirt 1.45.1 at 1e-6', 'mirt_2PL_cred1_TOL1e-6_noSE'),
        ...peer('mirt 1.45.1 at its 1e-4', 'mirt_2PL_cred1_1636x170_default_noSE'),
        ...peer(`TAM 4.3, ${FEW_NODES}`, 'TAM_2PL_cred1_default3'),
      ],
    },
    {
      name: 'reference simulation 10000 x 60',
      matrix: responseMatrix(await simulatedRows()),
      peers: [
        ...peer('mirt 1.45.1 at its 1e-4', 'mirt_2PL_sim_10000x60_default_noSE'),
        ...peer(`TAM 4.3, ${FEW_NODES}`, 'TAM_2PL_sim_10000x60_default'),
      ],
    },
  ]
}

async function text(name: string): Promise<string> {
  return readFile(`${REFERENCE}${name}`, 'utf8')
}

async function credentialRows(): Promise<(number | null)[][]> {
  const lines = (await text('data/credential_form1_scores.csv')).trim().split(/\r?\n/)
  return lines.slice(1).map((line) =>
    line
      .split(',')
      .slice(1)
      .map((cell) => (cell === '' || cell === 'NA' ? null : Number(cell))),
  )
}

/** One text of 0 and 1 a person. */
async function simulatedRows(): Promise<number[][]> {
  const bytes = gunzipSync(await readFile(`${REFERENCE}data/sim_2pl_10000x60.txt.gz`))
  const lines = bytes.toString('utf8').trim().split(/\r?\n/)
  return lines.map((line) => Array.from(line, Number))
}
