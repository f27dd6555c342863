import { expect } from 'chai';
import { arrange, type Box, type Sizes } from './layout.ts';

const OUT = { width: 1280, height: 720 };
const WIDE = { width: 1920, height: 1080 };
const UPRIGHT = { width: 720, height: 1280 };
const CAMERA = { width: 640, height: 480 };

const arrangements: Record<string, Sizes> = {
  'a screen and two faces': { screen: WIDE, peer: CAMERA, own: UPRIGHT },
  'a screen and a face': { screen: UPRIGHT, own: CAMERA },
  'two faces': { peer: UPRIGHT, own: CAMERA },
};

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('what stands where in a recording', () => {
  it('is nothing where there is no picture', () => {
    expect(arrange({}, OUT)).to.deep.equal([]);
  });

  it('fills everything with a single picture of the same shape', () => {
    for (const which of ['screen', 'peer', 'own'] as const) {
      expect(arrange({ [which]: WIDE }, OUT)).to.deep.equal([
        { which, from: { x: 0, y: 0, ...WIDE }, to: { x: 0, y: 0, ...OUT } },
      ]);
    }
  });

  it('shows all of a single picture of another shape', () => {
    const [place] = arrange({ own: UPRIGHT }, OUT);
    expect(place).to.deep.equal({
      which: 'own',
      from: { x: 0, y: 0, ...UPRIGHT },
      to: { x: 438, y: 0, width: 405, height: 720 },
    });
  });

  for (const [name, sizes] of Object.entries(arrangements)) {
    it(`keeps ${name} apart, inside, and in shape`, () => {
      const places = arrange(sizes, OUT);
      expect(places).to.have.length(Object.keys(sizes).length);
      for (const { which, from, to } of places) {
        expect(to.x).to.be.within(0, OUT.width - to.width);
        expect(to.y).to.be.within(0, OUT.height - to.height);
        expect(from.x).to.be.within(0, sizes[which]!.width - from.width);
        expect(from.y).to.be.within(0, sizes[which]!.height - from.height);
        expect(from.width / from.height).to.be.closeTo(to.width / to.height, 0.02);
        for (const other of places) if (other.which !== which) expect(overlap(to, other.to)).to.equal(false);
      }
    });
  }

  it('gives a screen most of the room', () => {
    const [screen] = arrange({ screen: WIDE, peer: CAMERA, own: CAMERA }, OUT);
    expect(screen!.which).to.equal('screen');
    expect(screen!.to.width / OUT.width).to.be.above(0.7);
  });
});
