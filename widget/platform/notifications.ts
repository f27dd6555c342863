/** The browser's own notifications, for an agent whose console is behind other windows. */

export type NotificationPermissionState = 'unsupported' | 'ask' | 'granted' | 'denied';

export function notificationPermission(): NotificationPermissionState {
  if (typeof Notification === 'undefined' || !window.isSecureContext) return 'unsupported';
  return Notification.permission === 'default' ? 'ask' : Notification.permission;
}

/** Only on a click: browsers refuse a page that asks by itself. */
export async function askForNotifications(): Promise<NotificationPermissionState> {
  if (notificationPermission() === 'ask') await Notification.requestPermission();
  return notificationPermission();
}

export interface BrowserNotice {
  title: string;
  body: string;
  /** Notices with the same tag replace each other, also those of other tabs. */
  tag: string;
  onClick: () => void;
}

/** Shows nothing without permission. Returns what takes it away again. */
export function notify({ title, body, tag, onClick }: BrowserNotice): () => void {
  if (notificationPermission() !== 'granted') return () => {};
  try {
    const notification = new Notification(title, { body, tag });
    notification.onclick = () => {
      window.focus();
      notification.close();
      onClick();
    };
    return () => notification.close();
  } catch {
    // Chromium on Android has notifications for service workers only, and throws.
    return () => {};
  }
}
