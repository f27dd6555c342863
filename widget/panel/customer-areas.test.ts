import { expect } from 'chai';
import { areaOf } from '../session/areas.ts';
import { SECRET_KEY } from '../session/known-visitor.ts';
import { forgetAreas } from './customer-areas.ts';

describe('what customers keep', () => {
  afterEach(() => localStorage.clear());

  it('is forgotten of one service, and of none that only differs in its port', async () => {
    const [server, other] = ['http://localhost', 'http://localhost:8443'];
    for (const owner of [undefined, 'c-1']) {
      for (const one of [server, other]) localStorage.setItem(areaOf('customer', one, owner) + SECRET_KEY, '');
    }
    await forgetAreas(server, () => false);
    const left = [undefined, 'c-1'].map((owner) => areaOf('customer', other, owner) + SECRET_KEY);
    expect(Object.keys(localStorage)).to.have.members(left);
    await forgetAreas(other, () => false);
    expect(Object.keys(localStorage)).to.deep.equal([]);
  });
});
