import { expect } from 'chai';
import type { OpenCalls, OpenCallsOptions } from './call/call.ts';
import { FakeDesk } from './call/testing/fake-call.ts';
import { LazyCalls, type LazyCallsDeps } from './call-loader.ts';
import { AMELIE, agent, Log } from './conversation/testing/events.ts';
import { FakeConversation, viewOf } from './conversation/testing/fake-conversation.ts';
import { testSay } from './conversation/testing/page.ts';

const asking = () => {
  const log = new Log().customer('Hello').takes(AMELIE);
  log.add(agent(AMELIE), { type: 'call_asked', payload: { media: 'audio' } });
  return viewOf(log, 'customer');
};

/** Everything that was begun has been carried on as far as it can be. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function lazy(view = viewOf(new Log(), 'customer'), deps: Partial<LazyCallsDeps> = {}) {
  const conversation = new FakeConversation(view);
  const say = await testSay();
  const opened: { desk: FakeDesk; options: OpenCallsOptions; life: string[]; spoken: (() => void)[] }[] = [];
  const calls = new LazyCalls({
    conversation,
    options: () => ({
      side: 'customer',
      server: location.origin,
      conversation,
      peerName: () => '',
      say: () => say,
      isMuted: () => false,
    }),
    load: async () => ({
      async openCalls(options): Promise<OpenCalls> {
        const one = {
          desk: new FakeDesk({ kind: 'none' }),
          options,
          life: [] as string[],
          spoken: [] as (() => void)[],
        };
        opened.push(one);
        return {
          desk: one.desk,
          full: () => expect.fail('nothing is drawn here'),
          bar: () => expect.fail('nothing is drawn here'),
          start: (wish) => one.life.push(JSON.stringify(wish)),
          end: () => one.life.push('end'),
          speak: () => new Promise((resolve) => one.spoken.push(resolve)),
          dispose: () => one.life.push('dispose'),
        };
      },
    }),
    ...deps,
  });
  await settled();
  return { calls, conversation, opened };
}

describe('the call is fetched', () => {
  it('when one rings, and not before', async () => {
    const { calls, conversation, opened } = await lazy();
    expect(calls.getState()).to.deep.equal({ kind: 'away' });
    conversation.set(asking());
    await settled();
    expect(calls.getState().kind).to.equal('here');
    expect(opened).to.have.length(1);
  });

  it('not by a ring where the page wants no calls', async () => {
    const { calls } = await lazy(asking(), { isWanted: () => false });
    expect(calls.getState()).to.deep.equal({ kind: 'away' });
  });

  it('again after it could not be had, and whoever asked for it is told', async () => {
    let tries = 0;
    const { calls } = await lazy(undefined, {
      load: async () => {
        tries += 1;
        throw new Error('no network');
      },
    });
    const asked = await calls.start({}).catch((error: unknown) => String(error));
    expect([asked, calls.getState().kind]).to.deep.equal(['Error: the call could not be loaded', 'failed']);
    await calls.prepare('video');
    expect(tries).to.equal(2);
  });

  it('for nobody, when the page has gone meanwhile', async () => {
    const { calls, opened } = await lazy();
    calls.near();
    calls.dispose();
    await settled();
    expect(opened[0]?.life).to.deep.equal(['dispose']);
    opened[0]?.options.failed();
    expect(calls.getState().kind).to.equal('loading');
  });
});

describe('what a page asks for', () => {
  it('waits until the call is there; where none is, nothing is to be ended', async () => {
    const { calls, opened } = await lazy();
    calls.end();
    expect(calls.getState().kind).to.equal('away');
    await calls.start({ video: true });
    calls.end();
    expect(opened[0]?.life).to.deep.equal(['{"video":true}', 'end']);
  });
});

describe('another language', () => {
  it('is drawn as often as it comes, but not into a call that is gone', async () => {
    const { calls, opened } = await lazy();
    await calls.start({});
    let changes = 0;
    calls.subscribe(() => (changes += 1));
    calls.speak();
    calls.speak();
    for (const come of opened[0]?.spoken ?? []) come();
    await settled();
    expect(changes).to.equal(2);
    calls.speak();
    opened[0]?.options.failed();
    opened[0]?.spoken.at(-1)?.();
    await settled();
    expect(calls.getState()).to.deep.equal({ kind: 'failed' });
  });
});
