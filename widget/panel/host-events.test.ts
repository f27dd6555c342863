import { expect } from 'chai';
import { AMELIE, Log } from '../conversation/testing/events.ts';
import { viewOf } from '../conversation/testing/fake-conversation.ts';
import { FakeSession } from '../conversation/testing/fake-session.ts';
import { tellHost } from './host-events.ts';

function listenTo(session: FakeSession) {
  const told: [string, unknown][] = [];
  const end = tellHost(session, { tell: (type, detail) => told.push([type, detail]) });
  return { told, end, of: (type: string) => told.filter(([name]) => name === type).map(([, detail]) => detail) };
}

describe('the page is told', () => {
  it('of messages that are sent and received, not of those that were there before', () => {
    const log = new Log().customer('old');
    const session = new FakeSession({}, { phase: { kind: 'loading' } });
    const { of } = listenTo(session);
    session.current.set(viewOf(log, 'customer'));
    expect(of('ycyw-message')).to.deep.equal([]);
    session.current.receive(log.customer('mine').takes(AMELIE).says(AMELIE, 'theirs'));
    session.current.receive(log);
    expect(of('ycyw-message')).to.deep.equal([
      { id: 'event-0000000002', text: 'mine', own: true },
      { id: 'event-0000000004', text: 'theirs', own: false },
    ]);
  });

  it('of the first message of a conversation that begins here', () => {
    const session = new FakeSession();
    const { of } = listenTo(session);
    session.current.receive(new Log().customer('first'));
    expect(of('ycyw-message')).to.have.length(1);
  });

  it('where the conversation stands, once for each change', () => {
    const log = new Log();
    const session = new FakeSession();
    const { of } = listenTo(session);
    session.current.receive(log.customer('Hello'));
    session.set({ position: 2 });
    session.set({ position: 1 });
    session.current.receive(log.takes(AMELIE));
    session.current.receive(log.says(AMELIE, 'Hi'));
    session.current.receive(log.closes(AMELIE));
    expect(of('ycyw-conversation')).to.deep.equal([
      { status: 'none' },
      { status: 'queued', position: null },
      { status: 'queued', position: 2 },
      { status: 'queued', position: 1 },
      { status: 'assigned' },
      { status: 'closed' },
    ]);
  });

  it('of unread messages and of refusals, until it stops listening', () => {
    const session = new FakeSession();
    const { told, of, end } = listenTo(session);
    session.set({ unread: 2 });
    session.set({ connection: { kind: 'refused', reason: 'origin' } });
    expect(of('ycyw-unread')).to.deep.equal([{ count: 2 }]);
    expect(of('ycyw-error')).to.have.length(1);
    end();
    const before = told.length;
    session.set({ unread: 3 });
    expect(told).to.have.length(before);
    expect(session.listeners + session.current.listeners).to.equal(0);
  });

  it('what to do when the service doesn’t know the page’s origin', () => {
    const session = new FakeSession();
    const { of } = listenTo(session);
    session.set({ connection: { kind: 'refused', reason: 'origin' } });
    const message = `This page's origin ${location.origin} is not among ALLOWED_ORIGINS of the service.`;
    expect(of('ycyw-error')).to.deep.equal([{ reason: 'origin', message }]);
  });
});
