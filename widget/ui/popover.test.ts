import { expect } from 'chai';
import { moveFocus, settlePopover } from './popover.ts';

let stage: HTMLElement;

/** A button in the middle of the window, and a popover of six buttons in a grid of three. */
function open(dir: 'ltr' | 'rtl', align: 'start' | 'end') {
  stage = document.createElement('div');
  stage.dir = dir;
  stage.innerHTML = `<button style="position:fixed;left:300px;top:100px;width:40px;height:40px">x</button>
    <div popover style="position:fixed;inset:auto;margin:0;padding:0;border:0;width:120px">
      ${'<button>y</button>'.repeat(6)}
    </div>`;
  document.body.append(stage);
  const opener = stage.querySelector('button') as HTMLButtonElement;
  const popover = stage.querySelector('[popover]') as HTMLElement;
  popover.showPopover();
  settlePopover(popover, opener, { align, opener });
  const items = [...popover.querySelectorAll('button')];
  popover.onkeydown = (event) => moveFocus(event, items, 3);
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const focused = () => items.indexOf(document.activeElement as HTMLButtonElement);
  return { box: popover.getBoundingClientRect(), press, focused };
}

afterEach(() => stage.remove());

describe('a popover', () => {
  const cases = [
    ['ltr', 'start', 300],
    ['ltr', 'end', 220],
    ['rtl', 'start', 220],
    ['rtl', 'end', 300],
  ] as const;
  for (const [dir, align, left] of cases) {
    it(`in ${dir} stands under the ${align} of what opened it`, () => {
      const { box } = open(dir, align);
      expect([box.left, box.top]).to.deep.equal([left, 148]);
    });
  }

  for (const [dir, onward, back] of [
    ['ltr', 'ArrowRight', 'ArrowLeft'],
    ['rtl', 'ArrowLeft', 'ArrowRight'],
  ] as const) {
    it(`in ${dir} moves its focus to where the arrow key points`, () => {
      const { press, focused } = open(dir, 'start');
      press(onward);
      expect(focused()).to.equal(1);
      press('ArrowDown');
      expect(focused()).to.equal(4);
      press(back);
      expect(focused()).to.equal(3);
    });
  }
});
