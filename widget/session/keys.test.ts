import { expect } from 'chai';
import { customersName, isKnownVisitor, storagePrefix } from './known-visitor.ts';

function storage(...keys: string[]) {
  return () => ({ length: keys.length, key: (index: number) => keys[index] ?? null });
}
const prefix = storagePrefix('customer', 'https://support.example/');

describe('a visitor', () => {
  it('is known by a secret, and by words or files that still wait', () => {
    for (const key of ['secret', 'outbox/1.0.a', 'upload/a']) {
      expect(isKnownVisitor('https://support.example', storage('other', prefix + key))).to.equal(true);
    }
  });

  it('is not known by a setting, to another service, or where storage is blocked', () => {
    expect(isKnownVisitor('https://support.example', storage(`${prefix}muted`))).to.equal(false);
    expect(isKnownVisitor('https://other.example', storage(`${prefix}secret`))).to.equal(false);
    const blocked = () => {
      throw new DOMException('', 'SecurityError');
    };
    expect(isKnownVisitor('https://support.example', blocked)).to.equal(false);
  });

  it('has stored nothing of it with a service on another port', () => {
    const [server, other] = ['https://support.example', 'https://support.example:8443'];
    for (const side of ['customer', 'customer@c-1']) {
      for (const name of ['secret', '']) {
        expect(customersName(storagePrefix(side, server) + name, server)).to.equal(name);
        expect(customersName(storagePrefix(side, other) + name, other)).to.equal(name);
        expect(customersName(storagePrefix(side, other) + name, server)).to.equal(undefined);
      }
      expect(storagePrefix(side, other).startsWith(storagePrefix(side, server))).to.equal(false);
    }
  });
});
