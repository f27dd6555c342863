/** What a call has to know of the page that it lives in: its network, its end, and what the browser gives without asking. */

/** The browser's network is back, or is another one. Returns what ends the listening. */
export function onNetwork(listener: () => void): () => void {
  const connection = 'connection' in navigator ? (navigator.connection as EventTarget) : null;
  window.addEventListener('online', listener);
  connection?.addEventListener('change', listener);
  return () => {
    window.removeEventListener('online', listener);
    connection?.removeEventListener('change', listener);
  };
}

/** The page is left, loaded anew, or put away. */
export function onGoing(listener: () => void): () => void {
  window.addEventListener('pagehide', listener);
  return () => window.removeEventListener('pagehide', listener);
}

async function isGranted(name: 'camera' | 'microphone'): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state === 'granted';
  } catch {
    // A browser that doesn't know the name can't promise anything.
    return false;
  }
}

/** Whether these can be opened without a question, so that a call goes on by itself. */
export async function mayOpen({ microphone, camera }: { microphone: boolean; camera: boolean }): Promise<boolean> {
  const wanted = [...(microphone ? (['microphone'] as const) : []), ...(camera ? (['camera'] as const) : [])];
  return (await Promise.all(wanted.map(isGranted))).every((granted) => granted);
}
