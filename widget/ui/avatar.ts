/** A person as letters on a gradient. The same name has the same colours everywhere. */
import { css, html, type TemplateResult } from 'lit';

/** How many gradients the styles below have. */
const GRADIENTS = 6;

/** The first letters of the first and the last word: "Marta Nowak" is MN. */
function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => [...(word?.match(/[\p{L}\p{N}]/u) ?? [])].join(''))
    .join('')
    .toLocaleUpperCase();
}

function gradientOf(name: string): number {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % GRADIENTS;
}

/**
 * Decoration: the name stands in words beside it.
 * @param online draws a dot; leave it out where nothing is known
 */
export function avatar(name: string, online = false): TemplateResult {
  return html`<span class="avatar g${gradientOf(name)}" aria-hidden="true"
    >${initials(name)}${online ? html`<span class="dot"></span>` : ''}</span
  >`;
}

/** `brand` is a picture in place of letters. White on the darker end and on the lighter end of each gradient has at least 7:1. */
export const avatars = css`
  .avatar {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    color: #fff;
    font-weight: 650;
    font-size: 16px;
    line-height: 1;
    letter-spacing: 0.02em;
    user-select: none;
    background: linear-gradient(135deg, var(--_from), var(--_to));
    background-color: var(--_from);
    border: 1px solid transparent;
    background-origin: border-box;
  }
  .avatar.g0 {
    --_from: #173f8a;
    --_to: #1d50ab;
  }
  .avatar.g1 {
    --_from: #7f2408;
    --_to: #a63108;
  }
  .avatar.g2 {
    --_from: #0a4a35;
    --_to: #0d6044;
  }
  .avatar.g3 {
    --_from: #45208f;
    --_to: #6534bd;
  }
  .avatar.g4 {
    --_from: #6d1549;
    --_to: #96225f;
  }
  .avatar.g5 {
    --_from: #11475b;
    --_to: #155c76;
  }
  .avatar.brand {
    background: var(--_own);
    color: var(--_on-own);
  }
  .avatar .dot {
    position: absolute;
    inset-block-end: -2px;
    inset-inline-end: -2px;
    width: 14px;
    height: 14px;
    border-radius: 50%;
    background: var(--_online);
    border: 2px solid var(--_surface);
  }
`;
