import { expect } from 'chai';
import { CONSENT_MS } from '../../../signaling/protocol/limits.ts';
import { AMELIE, agent, BEGIN, CUSTOMER, Log, SECOND } from '../../conversation/testing/events.ts';
import { viewOf } from '../../conversation/testing/fake-conversation.ts';
import { consentOf, runningCall, theirs } from './consent.ts';

/** A call runs. */
function talking() {
  const log = new Log().customer('Hello').takes(AMELIE);
  const call = log.add(CUSTOMER, { type: 'call_asked', payload: { media: 'video' } }).id;
  log.add(agent(AMELIE), { type: 'call_started', payload: { call } });
  return { log, call };
}

/** The agent has asked whether the call may be recorded. */
function asking() {
  const { log, call } = talking();
  const recording = log.add(agent(AMELIE), { type: 'recording_asked', payload: { call, what: 'call' } }).id;
  return { log, call, recording, ours: () => consentOf(viewOf(log, 'agent'), recording) };
}

const by = 'agent' as const;

describe('the agreement to a recording', () => {
  it('is asked for, given, and started, each as the log has it', () => {
    const { log, recording, ours } = asking();
    expect(ours()).to.deep.equal({ kind: 'asked', until: BEGIN + CONSENT_MS });
    log.add(CUSTOMER, { type: 'recording_agreed', payload: { recording } });
    expect(ours()).to.deep.equal({ kind: 'agreed' });
    log.add(agent(AMELIE), { type: 'recording_started', payload: { recording, by } });
    expect(ours()).to.deep.equal({ kind: 'running' });
    log.add(CUSTOMER, { type: 'recording_stopped', payload: { recording, by, why: 'withdrawn', length: SECOND } });
    expect(ours()).to.deep.equal({ kind: 'stopped', why: 'withdrawn' });
  });

  it('is refused with its reason, also after another one was asked for', () => {
    const { log, call, recording, ours } = asking();
    log.add(CUSTOMER, { type: 'recording_refused', payload: { recording, by, why: 'no_answer' } });
    const second = log.add(agent(AMELIE), { type: 'recording_asked', payload: { call, what: 'screen' } }).id;
    expect(ours()).to.deep.equal({ kind: 'refused', why: 'no_answer' });
    expect(consentOf(viewOf(log, 'agent'), second).kind).to.equal('asked');
    expect(consentOf(viewOf(log, 'agent'), 'never-asked-for-00')).to.deep.equal({ kind: 'unknown' });
  });

  it('is a question to the other side only, and a recording of theirs from the agreement on', () => {
    const { log, recording } = asking();
    const seen = (side: 'customer' | 'agent') => theirs(viewOf(log, side), side, null);
    expect(seen('customer')).to.deep.equal({ kind: 'asks', what: 'call', until: BEGIN + CONSENT_MS });
    expect(seen('agent')).to.deep.equal({ kind: 'none' });
    log.add(CUSTOMER, { type: 'recording_agreed', payload: { recording } });
    expect(seen('customer')).to.deep.equal({ kind: 'records', what: 'call', progress: null });
  });

  it('is nobody’s when no call runs', () => {
    const log = new Log().customer('Hello').takes(AMELIE);
    expect(runningCall(viewOf(log, 'agent'))).to.equal(null);
    log.add(CUSTOMER, { type: 'call_asked', payload: { media: 'audio' } });
    expect(runningCall(viewOf(log, 'agent')), 'it only rings').to.equal(null);
    expect(theirs(viewOf(log, 'agent'), 'agent', null)).to.deep.equal({ kind: 'none' });
  });
});
