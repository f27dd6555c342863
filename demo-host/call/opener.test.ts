/** Both halves of the way between a page and its call's window, in two real windows of this browser. */
import { expect } from 'chai';
import { callWindow } from '../../widget/platform/call-window.ts';
import type { Handed, SwitchedOn } from '../../widget/platform/call-window-messages.ts';
import { virtualClock } from '../../widget/session/testing/virtual-clock.ts';

const HANDED: Handed = {
  ticket: 'a-ticket',
  conversation: 'conversation-1',
  call: 'call-1',
  locale: 'fr',
  microphone: true,
  camera: false,
};

/** What the script in the window leaves there. */
type CallPage = Window & {
  got?: { handed: Handed; isReload: boolean } | null;
  opener_?: { tell(kind: string): void; dispose(): void; switchedOn: () => SwitchedOn | undefined };
};

const SCRIPT = `
  import { Opener } from '/demo-host/call/opener.ts';
  import { systemClock } from '/widget/session/clock.ts';
  window.opener_ = new Opener(systemClock);
  window.got = await window.opener_.handed();
`;

/** How often is looked. */
const LOOK_MS = 5;

async function until<T>(look: () => T | undefined | false | null): Promise<T> {
  for (;;) {
    const found = look();
    if (found) return found;
    // Not the next frame: this page may stand behind the window.
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Waits for the window's next page and runs the window's half in it. Any page of this origin will do. */
async function load(popup: CallPage): Promise<void> {
  const page = await until(() => {
    const { document, location } = popup;
    return location.pathname === '/call' && document.readyState === 'complete' && !document.scripts.length && document;
  });
  const script = page.createElement('script');
  script.type = 'module';
  script.textContent = SCRIPT;
  page.body.append(script);
}

function opening(hand: () => Promise<Handed | null> = async () => HANDED) {
  const clock = virtualClock();
  const said: string[] = [];
  const wasOn: unknown[] = [];
  const heard: string[] = [];
  const onMessage = ({ data }: MessageEvent) => heard.push(data.kind);
  window.addEventListener('message', onMessage);
  const page = callWindow({
    server: `${location.origin}/`,
    clock,
    said(news, on) {
      said.push(news);
      wasOn.push(on);
    },
  });
  const open = window.open;
  let popup: CallPage | null = null;
  window.open = (...request) => {
    popup = open.apply(window, request) as CallPage | null;
    return popup;
  };
  const outcome = page.open(hand);
  window.open = open;
  if (!popup) throw new Error('The browser opened no window');
  const shown: CallPage = popup;
  return {
    clock,
    said,
    wasOn,
    heard,
    outcome,
    popup: shown,
    end() {
      page.dispose();
      // No last word, which the next test would hear.
      if (!shown.closed) shown.opener_?.dispose();
      shown.close();
      window.removeEventListener('message', onMessage);
    },
  };
}

describe("a call's own window", () => {
  it('gets the call from the page that opened it, and keeps it when it is loaded anew', async () => {
    const { clock, said, heard, outcome, popup, end } = opening();
    expect(outcome).to.equal('open');
    await load(popup);
    await until(() => popup.got);
    expect(popup.got).to.deep.equal({ handed: HANDED, isReload: false });
    popup.location.reload();
    await until(() => heard.includes('going'));
    await clock.advance(1_000);
    await load(popup);
    await until(() => popup.got);
    expect(popup.got).to.deep.equal({ handed: HANDED, isReload: true });
    expect(said).to.deep.equal([]);
    end();
  });

  it('gives the call back to the page when it is closed, and says what was on', async () => {
    const { clock, said, wasOn, heard, popup, end } = opening();
    await load(popup);
    await until(() => popup.got);
    popup.opener_!.switchedOn = () => ({ microphone: false, camera: true });
    popup.close();
    await until(() => heard.includes('going'));
    await until(() => popup.closed);
    await clock.advance(1_000);
    expect(said).to.deep.equal(['back']);
    expect(wasOn).to.deep.equal([{ microphone: false, camera: true }]);
    end();
  });

  it('speaks to the page that the customer has walked to, too', async () => {
    const { clock, popup, heard, end } = opening();
    await load(popup);
    await until(() => popup.got);
    const said: string[] = [];
    const next = callWindow({ server: location.origin, clock, said: (news) => said.push(news) });
    popup.location.reload();
    await until(() => heard.includes('going'));
    await load(popup);
    await until(() => heard.includes('here'));
    await clock.advance(10_000);
    expect(said).to.deep.equal([]);
    popup.close();
    await until(() => heard.filter((kind) => kind === 'going').length === 2);
    await clock.advance(10_000);
    expect(said).to.deep.equal(['back']);
    next.dispose();
    end();
  });

  it('says that the call is over, and has nothing to come back to then', async () => {
    const { said, popup, end } = opening();
    await load(popup);
    await until(() => popup.got);
    popup.opener_?.tell('ended');
    await until(() => said.length > 0);
    expect(said).to.deep.equal(['ended']);
    popup.location.reload();
    await load(popup);
    await until(() => popup.got);
    // The page hands it over once more only because it was asked anew.
    expect(popup.got?.isReload).to.equal(false);
    end();
  });

  it('takes no call from a window that did not open it', async () => {
    const { popup, end } = opening(() => new Promise(() => {}));
    await load(popup);
    await until(() => popup.opener_);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const stranger = frame.contentWindow as Window & { target?: Window; eval(text: string): void };
    stranger.target = popup;
    const message = { ycyw: 'call-window', kind: 'hand', handed: { ...HANDED, ticket: 'of-a-stranger' } };
    const arrived = new Promise((resolve) => popup.addEventListener('message', resolve, { once: true }));
    stranger.eval(`target.postMessage(${JSON.stringify(message)}, '*')`);
    await arrived;
    // Whatever the window does with it is done by the end of its turn.
    await new Promise((resolve) => popup.setTimeout(resolve, 0));
    expect(popup.got).to.equal(undefined);
    frame.remove();
    end();
  });

  it('is closed when there is no ticket to be had', async () => {
    const { popup, end } = opening(async () => null);
    await load(popup);
    await until(() => popup.closed);
    end();
  });

  it('is told to be blocked when the browser opens none, and no ticket is asked for', () => {
    const open = window.open;
    window.open = () => null;
    let asked = 0;
    const page = callWindow({ server: location.origin, clock: virtualClock(), said: () => {} });
    const outcome = page.open(async () => {
      asked += 1;
      return null;
    });
    window.open = open;
    page.dispose();
    expect([outcome, asked]).to.deep.equal(['blocked', 0]);
  });
});
