import { useMemo, useRef, useState } from 'react';
import 'ycyw-support';
import type { YcywSupport } from 'ycyw-support';
import type {} from 'ycyw-support/react';

export function Support({ booking }: { booking: string }) {
  const support = useRef<YcywSupport>(null);
  const [unread, setUnread] = useState(0);
  // The same object while nothing has changed: nothing is sent anew.
  const context = useMemo(() => ({ booking }), [booking]);
  return (
    <>
      <button type="button" onClick={() => support.current?.show()}>
        Help {unread || ''}
      </button>
      <ycyw-support
        ref={support}
        server="https://support.example.com"
        topic="booking"
        context={context}
        onycyw-unread={({ detail }) => setUnread(detail.count)}
      />
    </>
  );
}
