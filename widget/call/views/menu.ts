/** The call's menu: devices, and whatever is done more rarely than the row of controls should hold. */
import { css, html, type TemplateResult } from 'lit';
import Ellipsis from 'lucide/dist/esm/icons/ellipsis.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import { type IconNode, icon } from '../../ui/icons.ts';
import type { Call, CallView } from '../types.ts';
import { devicePicks } from './device-picks.ts';
import { round } from './round.ts';

export interface MenuItem {
  picture: IconNode;
  words: string;
  /** Called inside the click. */
  act: () => void;
}

export interface MenuSwitch {
  words: string;
  on: boolean;
  set: (on: boolean) => void;
}

export interface MenuHost {
  call: Call;
  say: CallSay;
  items: readonly MenuItem[];
  switches: readonly MenuSwitch[];
  /** Called before the menu opens or closes. */
  placeMenu(event: ToggleEvent): void;
}

/** The button opens it as an invoker, so that the click that closes it doesn't open it again. */
export function menu(view: CallView, { call, say, items, switches, placeMenu }: MenuHost): TemplateResult {
  const name = say('control.more');
  return html`${round({ name, picture: Ellipsis, opens: 'menu' })}
    <div id="menu" popover role="dialog" aria-label=${name} @beforetoggle=${placeMenu}>
      ${devicePicks(call, view, say)}
      <div class="items">${items.map(item)} ${switches.map(onOff)}</div>
    </div>`;
}

function item({ picture, words, act }: MenuItem) {
  const choose = (event: Event) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
    act();
  };
  return html`<button @click=${choose}>${icon(picture)}<span>${words}</span></button>`;
}

function onOff({ words, on, set }: MenuSwitch) {
  const change = (event: Event) => set((event.target as HTMLInputElement).checked);
  return html`<label><input type="checkbox" .checked=${on} @change=${change} /><span>${words}</span></label>`;
}

export const menuStyles = css`
  #menu {
    width: 320px;
    max-height: calc(100dvh - 16px);
    overflow-y: auto;
    padding: 12px;
  }
  .items {
    display: grid;
    margin: 8px -4px -4px;
  }
  .items > * {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 44px;
    padding: 6px 12px;
    border-radius: 10px;
    text-align: start;
    cursor: pointer;
  }
  .items > :hover {
    background: var(--_other);
  }
  input {
    flex: none;
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--_accent-text);
  }
`;
