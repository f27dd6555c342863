/** What the page around is told of a call: one word for each place where it can stand. Knows no view. */
import type { CallNews } from '../support-host.ts';
import type { Call, CallDesk, CallDeskView } from './types.ts';

/** Tells what is new until the returned function is called. */
export function followNews(desk: CallDesk, tell: (news: CallNews) => void): () => void {
  let told: CallNews = { state: 'none' };
  let call: Call | null = null;
  let leaveCall = () => {};
  const look = () => {
    const view = desk.getState();
    const now = view.kind === 'call' ? view.call : null;
    if (now !== call) {
      leaveCall();
      call = now;
      leaveCall = now?.subscribe(look) ?? (() => {});
    }
    const news = newsOf(view);
    if (news.state === told.state && news.reason === told.reason) return;
    told = news;
    tell(news);
  };
  const leaveDesk = desk.subscribe(look);
  look();
  return () => {
    leaveDesk();
    leaveCall();
  };
}

function newsOf(view: CallDeskView): CallNews {
  if (view.kind !== 'call') return { state: view.kind };
  const { phase } = view.call.getState();
  switch (phase.kind) {
    case 'ended':
      return { state: phase.kind, reason: phase.why };
    case 'failed':
      return { state: phase.kind, reason: phase.reason };
    default:
      return { state: phase.kind };
  }
}
