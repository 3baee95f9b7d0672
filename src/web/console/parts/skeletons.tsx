import { Skeleton } from '@mantine/core'
import { useSharedText } from '../../shared/use-text.ts'

function Waiting({ children }: { readonly children: React.ReactNode }) {
  const t = useSharedText()
  return (
    <div role="status" className="waiting">
      <span className="hidden-text">{t('common.loading')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  )
}

export function PageSkeleton() {
  return (
    <Waiting>
      <Skeleton height={34} width="40%" mb="lg" />
      <Rows count={6} />
    </Waiting>
  )
}

function Rows({ count }: { readonly count: number }) {
  return Array.from({ length: count }, (_, index) => `row-${index}`).map((key) => (
    <Skeleton key={key} height={44} mb={6} radius="sm" />
  ))
}

export function ListSkeleton({ count = 6 }: { readonly count?: number }) {
  return (
    <Waiting>
      <Rows count={count} />
    </Waiting>
  )
}
