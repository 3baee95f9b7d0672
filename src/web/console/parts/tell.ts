import { notifications } from '@mantine/notifications'

/** Says for a few seconds that something was done. */
export function tell(message: string): void {
  notifications.show({
    message,
    color: 'good',
    withBorder: true,
    withCloseButton: false,
    autoClose: 5000,
  })
}
