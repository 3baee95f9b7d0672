import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { Account } from './identity-data.ts'
import type { AccountLink } from './judge-pairs.ts'
import type { LinkKind } from './link-weights.ts'

/** What links an account with another, one line a kind; the other by its label alone. */
export function describeLink(link: AccountLink, other: Account): LocalizedText[] {
  const lines = link.evidence.map((one) => lineOf(one, link, other.label))
  return link.superiorLine ? [...lines, SUPERIOR_LINE] : lines
}

function lineOf(
  { kind, bits, p }: AccountLink['evidence'][number],
  { gapMinutes }: AccountLink,
  label: LocalizedText,
): LocalizedText {
  const weight = bits.toFixed(1)
  const minutes = (gapMinutes ?? 0).toFixed(0)
  const chance = (p ?? 1).toExponential(1)
  const zh = label['zh-CN']
  const lines: Readonly<Record<LinkKind, LocalizedText>> = {
    device: say(
      `与${zh}使用过同一设备（${weight} 比特）`,
      `the same device as ${label.en} (${weight} bits)`,
    ),
    address: say(
      `与${zh}使用过同一网络地址，且该地址并非办公室或教室共用（${weight} 比特）`,
      `the same network address as ${label.en}, not one of an office or classroom (${weight} bits)`,
    ),
    sequence: say(
      `与${zh}在同一设备上前后相接，间隔 ${minutes} 分钟（${weight} 比特）`,
      `before or after ${label.en} on one device, ${minutes} minutes apart (${weight} bits)`,
    ),
    rhythm: say(
      `打字和指针节奏与${zh}相似；两个不同的人如此相似的概率为 ${chance}`,
      `typing and pointing like ${label.en}; two persons are so alike with probability ${chance}`,
    ),
    answers: say(
      `作答与${zh}相似；独立作答时如此相似的概率为 ${chance}`,
      `answers like those of ${label.en}; independent work agrees so much with probability ${chance}`,
    ),
  }
  return lines[kind]
}

const SUPERIOR_LINE = say(
  '两个账号所在单位有上下级关系（仅供安排复核顺序，不作为证据）',
  'one of the two units stands above the other (for the order of review, not evidence)',
)
