import { expect } from 'chai';
import { decode, encode, type Message } from './channel.ts';

const ON = { microphone: true, camera: false, screen: true };

describe('what the two sides tell each other', () => {
  it('arrives as it was said', () => {
    const messages: Message[] = [
      { on: ON },
      { point: { x: 0, y: 1 } },
      { point: null },
      { refresh: true },
      { recording: { paused: true, length: 61_000, size: 3_000_000_000, picture: '/9j/4A==' } },
      { recording: null },
      { alive: { every: 250, got: 7 }, report: { lossPercent: 1.5, jitterMs: 12 } },
    ];
    for (const message of messages) expect(decode(encode(message))).to.deep.equal(message);
  });

  it('is passed over where it is not understood, and the rest is taken', () => {
    expect(decode(JSON.stringify({ hand: true, on: { ...ON, hand: true } }))).to.deep.equal({ on: ON });
    expect(decode(JSON.stringify({ point: { x: 2, y: 0 }, alive: { every: 1, got: 1 } }))).to.deep.equal({
      alive: { every: 1, got: 1 },
    });
  });

  it('does no harm when it is malformed', () => {
    const bad = [
      '',
      '{',
      'null',
      '7',
      '[]',
      new ArrayBuffer(4),
      JSON.stringify({ on: 'yes', point: 'here', alive: 1, report: null }),
      JSON.stringify({ point: { x: '0', y: null }, alive: { every: -1, got: 0 }, report: { lossPercent: 'much' } }),
      `{"on":${'{"a":'.repeat(4000)}1${'}'.repeat(4000)}}`,
      JSON.stringify({ recording: { length: '1', size: 2 } }),
      JSON.stringify({ recording: { length: 1, size: -2 } }),
      JSON.stringify({ recording: 'on' }),
    ];
    for (const data of bad) expect(decode(data)).to.deep.equal({});
  });
});
