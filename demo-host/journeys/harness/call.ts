/** What hands, eyes and ears do in a call, and a spy in the page for what nobody sees: connections, negotiations, devices. */
import type { Page } from 'puppeteer-core';
import { SHARED_TAB_TITLE } from '../../../.ci/browsers.ts';
import { Agent } from './agent.ts';
import { eventually, eventuallyEqual } from './eventually.ts';
import type { Person } from './person.ts';

/** What can be looked at in a call. */
export type Picture = 'peer' | 'own' | 'screen' | 'ownScreen' | 'mirror';

const PICTURES: Record<Picture, string> = {
  peer: '>>> .person video',
  own: '>>> ycyw-own-picture .tile:not(.wide) video',
  screen: '>>> .screen video',
  ownScreen: '>>> ycyw-own-picture .tile.wide video',
  mirror: '>>> .mirror video',
};

/** How long frames are counted, in milliseconds. */
const LOOK_MS = 1000;
/** Less in that time is a standing picture: a shared screen sends few when little moves. */
const MOVES = 2;

/** New frames that the page drew in a second; 0 without such a picture. */
export async function frames(person: Person, picture: Picture): Promise<number> {
  const video = await person.page.$(PICTURES[picture]);
  if (video === null) return 0;
  return video.evaluate(
    (element, forMs) =>
      new Promise<number>((resolve) => {
        const shown = element as HTMLVideoElement;
        let count = 0;
        const next = () => {
          count += 1;
          handle = shown.requestVideoFrameCallback(next);
        };
        let handle = shown.requestVideoFrameCallback(next);
        setTimeout(() => {
          shown.cancelVideoFrameCallback(handle);
          resolve(count);
        }, forMs);
      }),
    LOOK_MS,
  );
}

/** Returns how many frames it saw in a second. */
export async function seesMoving(person: Person, picture: Picture): Promise<number> {
  return eventually(`the picture "${picture}" moves`, async () => {
    const count = await frames(person, picture);
    return count >= MOVES ? count : 0;
  });
}

export async function seesPicture(person: Person, picture: Picture, isThere = true): Promise<void> {
  await eventually(`the picture "${picture}" is ${isThere ? 'there' : 'gone'}`, async () => {
    return ((await person.page.$(PICTURES[picture])) !== null) === isThere;
  });
}

/** The name of the device whose picture this is. */
export async function cameraOf(person: Person, picture: Picture): Promise<string> {
  const video = await person.page.$(PICTURES[picture]);
  return (
    (await video?.evaluate((element) => {
      const stream = (element as HTMLVideoElement).srcObject as MediaStream | null;
      return stream?.getVideoTracks()[0]?.label;
    })) ?? ''
  );
}

/** In the mirror: asks for, or joins, as the button there is called. */
export async function go(person: Person, button: string | RegExp): Promise<void> {
  await person.click('button', button, 'ycyw-call-lobby');
}

/** From the conversation to the ring at the other side. */
export async function call(person: Person, how: 'video' | 'audio' = 'video'): Promise<void> {
  if (person instanceof Agent) await person.click('button', how === 'video' ? 'Video call' : 'Call');
  else await person.click('button', 'Ask for a call', '.header');
  // As whoever remembers having had the camera off finds it, there is no choice between the two.
  await go(person, how === 'video' ? 'Ask for a video call' : /^(Sound only|Ask for a call)$/);
}

/** Where the call stands, as the stage is drawn; empty where no call is open. */
export async function phase(person: Person): Promise<string> {
  return person.page.evaluate(() => {
    const find = (root: Document | ShadowRoot): Element | null => {
      const own = root.querySelector('.stage');
      if (own !== null) return own;
      for (const element of root.querySelectorAll('*')) {
        const inner = element.shadowRoot && find(element.shadowRoot);
        if (inner) return inner;
      }
      return null;
    };
    return (
      find(document)
        ?.className.replace(/stage|faded/g, '')
        .trim() ?? ''
    );
  });
}

/** Returns when media flow: the word is told, the name and the time stand above the picture. */
export async function inCall(person: Person, ...others: Person[]): Promise<void> {
  await Promise.all([person, ...others].map((one) => eventuallyEqual('the call is live', () => phase(one), 'live')));
}

/** The name, the time and what else stands in the upper corner. */
export async function chip(person: Person): Promise<string> {
  return (await person.read('.stage .chip'))[0] ?? '';
}

/** The word about the end, or about what went wrong, with its sentence. */
export async function card(person: Person): Promise<string> {
  return (await person.read('.card h2, .card p')).join(' ');
}

/** Whether a round button of the call is pressed in: what it names is on. */
export async function isOn(person: Person, name: 'Microphone' | 'Camera' | 'Screen'): Promise<boolean> {
  const button = await person.find('button', name, '.controls');
  return button.evaluate((element) => element.getAttribute('aria-pressed') === 'true');
}

/** Presses it, and returns when it is what was wished. */
export async function turn(person: Person, name: 'Microphone' | 'Camera' | 'Screen', on: boolean): Promise<void> {
  await person.click('button', name, '.controls');
  await eventuallyEqual(`${name} is ${on ? 'on' : 'off'}`, () => isOn(person, name), on);
}

export async function hangUp(person: Person): Promise<void> {
  await person.click('button', 'End the call');
}

/** Whether the other side has its microphone off, as the upper corner tells. */
export async function isPeerMuted(person: Person): Promise<boolean> {
  return (await chip(person)).includes('Microphone off');
}

/** In the call's menu, which stays open: another device of this kind, by its place in the list. Returns its name. */
export async function choose(person: Person, kind: 'Camera' | 'Microphone', place: number): Promise<string> {
  await person.click('button', 'More', '.controls');
  const list = await person.find('combobox', kind, '.controls');
  const { id, label } = await list.evaluate((element, at) => {
    const option = (element as HTMLSelectElement).options[at];
    return { id: option?.value ?? '', label: option?.text.trim() ?? '' };
  }, place);
  await list.select(id);
  await person.press('Escape');
  return label;
}

/** A window of this browser in which something moves all the time, ready to be chosen when a screen is asked for. */
export async function openSharedTab(person: Person): Promise<Page> {
  const page = await person.context.newPage({ type: 'window' });
  await page.goto(person.page.url());
  await page.evaluate((title) => {
    const moving = document.createElement('p');
    setInterval(() => (moving.textContent = String(performance.now())), 50);
    document.body.replaceChildren(moving);
    document.title = title;
  }, SHARED_TAB_TITLE);
  await person.page.bringToFront();
  return page;
}

/** Where this person sees the other point on what they share, in percent of it; null where nothing is pointed at. */
export async function pointedAt(person: Person): Promise<{ x: number; y: number } | null> {
  const dot = await person.page.$('>>> ycyw-own-picture .dot');
  const found = await dot?.evaluate((element) => {
    const { left, top } = (element as HTMLElement).style;
    return { x: Number.parseFloat(left), y: Number.parseFloat(top) };
  });
  return found ?? null;
}

/** Where the pointer stands on the page itself, in percent of the window; null when it isn't shown. */
export async function pointedOnPage(person: Person): Promise<{ x: number; y: number } | null> {
  return person.page.evaluate(() => {
    const pointer = document.querySelector('ycyw-page-pointer');
    if (!pointer?.matches(':popover-open')) return null;
    const [x = 0, y = 0] = (pointer as HTMLElement).style.translate.split(' ').map(Number.parseFloat);
    return { x, y };
  });
}

/** Moves the mouse to a place of the shared screen, in percent of its picture. */
export async function pointAt(person: Person, x: number, y: number): Promise<void> {
  const video = await eventually('there is a screen', () => person.page.$(PICTURES.screen));
  const at = await video.evaluate(
    (element, part) => {
      const { videoWidth, videoHeight } = element as HTMLVideoElement;
      const box = element.getBoundingClientRect();
      // The picture is shown whole, with bars on two of its sides.
      const scale = Math.min(box.width / videoWidth, box.height / videoHeight);
      return {
        x: box.x + box.width / 2 + (part.x / 100 - 0.5) * videoWidth * scale,
        y: box.y + box.height / 2 + (part.y / 100 - 0.5) * videoHeight * scale,
      };
    },
    { x, y },
  );
  await person.page.mouse.move(at.x, at.y);
}

/** What the timeline says of calls and the like, oldest first. */
export async function timeline(person: Person): Promise<string[]> {
  return person.read('.event');
}

/** Its last words are these, plain or as a pattern. */
export async function timelineTells(person: Person, ...words: (string | RegExp)[]): Promise<void> {
  await eventually(`the timeline tells ${words.join(', ')}`, async () => {
    const said = (await timeline(person)).slice(-words.length);
    return said.length === words.length && words.every((word, at) => new RegExp(word).test(said[at] ?? ''));
  });
}

/** Runs in each page before everything else (`beforePages`): counts what a call makes, keeps nothing alive. */
export const CALL_SPY = `{
  const spy = { made: 0, connections: [], negotiations: [], tracks: [], contexts: [] };
  window.__calls = spy;
  const Connection = RTCPeerConnection;
  window.RTCPeerConnection = class RTCPeerConnection extends Connection {
    constructor(...options) {
      super(...options);
      spy.made += 1;
      spy.connections.push(new WeakRef(this));
    }
    async setLocalDescription(...given) {
      await super.setLocalDescription(...given);
      const { type, sdp = '' } = this.localDescription ?? {};
      // A way that broke down is made anew with credentials of its own: another network, or a machine that stood still.
      const key = /a=ice-ufrag:(\\S+)/.exec(sdp)?.[1];
      spy.negotiations.push(key === this.key ? 'again: ' + type : type + (this.key ? ' of a new way' : ''));
      this.key = key;
    }
  };
  for (const name of ['getUserMedia', 'getDisplayMedia']) {
    const open = navigator.mediaDevices?.[name]?.bind(navigator.mediaDevices);
    if (!open) continue;
    navigator.mediaDevices[name] = async (...wishes) => {
      const stream = await open(...wishes);
      for (const track of stream.getTracks()) spy.tracks.push({ from: name, kind: track.kind, held: new WeakRef(track) });
      return stream;
    };
  }
  const Context = AudioContext;
  window.AudioContext = class AudioContext extends Context {
    constructor(...options) {
      super(...options);
      spy.contexts.push(new WeakRef(this));
    }
  };
}`;

/** What the page has of calls. Wants `CALL_SPY` in it. */
export interface Spied {
  /** Connections made since the page was loaded. */
  made: number;
  /** Connections that aren't closed. */
  open: number;
  /**
   * Each description that was set on this side: `offer` or `answer`, `… of a new way` when it repairs a broken one, and
   * `again: …` when it says something else about the one that there is.
   */
  negotiations: string[];
  /** Live tracks of devices and of screens. */
  cameras: number;
  microphones: number;
  screens: number;
  /** AudioContexts that aren't closed. */
  contexts: number;
}

export async function spied(page: Page): Promise<Spied> {
  return page.evaluate(() => {
    interface Track {
      from: string;
      kind: string;
      held: WeakRef<MediaStreamTrack>;
    }
    const { made, connections, negotiations, tracks, contexts } = (
      window as unknown as {
        __calls: {
          made: number;
          connections: WeakRef<RTCPeerConnection>[];
          negotiations: string[];
          tracks: Track[];
          contexts: WeakRef<AudioContext>[];
        };
      }
    ).__calls;
    const live = (from: string, kind?: string) =>
      tracks.filter(
        (track) =>
          track.from === from &&
          (kind === undefined || track.kind === kind) &&
          track.held.deref()?.readyState === 'live',
      ).length;
    return {
      made,
      open: connections.filter((one) => (one.deref()?.connectionState ?? 'closed') !== 'closed').length,
      negotiations: [...negotiations],
      cameras: live('getUserMedia', 'video'),
      microphones: live('getUserMedia', 'audio'),
      screens: live('getDisplayMedia'),
      contexts: contexts.filter((one) => (one.deref()?.state ?? 'closed') !== 'closed').length,
    };
  });
}

/**
 * Whether sound of the other side comes that isn't silence, over a second: by the energy that the connections count.
 * Wants `CALL_SPY` in the page.
 */
export async function hears(person: Person): Promise<boolean> {
  const energy = () =>
    person.page.evaluate(async () => {
      const { connections } = (window as unknown as { __calls: { connections: WeakRef<RTCPeerConnection>[] } }).__calls;
      let sum = 0;
      for (const held of connections) {
        const stats = await held.deref()?.getStats();
        stats?.forEach((one: { type: string; kind?: string; totalAudioEnergy?: number }) => {
          if (one.type === 'inbound-rtp' && one.kind === 'audio') sum += one.totalAudioEnergy ?? 0;
        });
      }
      return sum;
    });
  const before = await energy();
  await person.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), LOOK_MS);
  return (await energy()) > before;
}

/** Runs in each page before everything else (`beforePages`): keeps what a screen reader would be told. */
export const LISTEN_TO_WORDS = `{
  const told = [];
  window.__told = told;
  const hear = (changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const words = element?.closest('[role="status"], [role="alert"]')?.textContent.trim();
      if (words && words !== told.at(-1)) told.push(words);
    }
  };
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    new MutationObserver(hear).observe(root, { subtree: true, childList: true, characterData: true });
    return root;
  };
}`;

/** What was announced in this page so far, in one text. Wants `LISTEN_TO_WORDS` in it. */
export async function told(person: Person): Promise<string> {
  const words = (await person.page.evaluate('window.__told')) as string[];
  return words.join(' | ');
}
