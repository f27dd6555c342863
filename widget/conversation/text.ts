/**
 * A message's text with its addresses clickable. Text stays text: markup in it is never read as markup.
 * What finds addresses is fetched with the first text that may have one; until then the same words stand in the same place.
 */
import { html, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import type { FoundLink } from './link-finder.ts';

type FindLinks = (text: string) => FoundLink[];

/** Every address has one of these inside of a word; most messages don't. */
const MAY_HAVE_LINK = /\S[.:]\S/;

type Finder = { kind: 'away' } | { kind: 'coming'; find: Promise<FindLinks> } | { kind: 'here'; find: FindLinks };

/** One for all that is drawn. */
let finder: Finder = { kind: 'away' };

async function fetchFinder(): Promise<FindLinks> {
  try {
    const { findLinks } = await import('./link-finder.ts');
    finder = { kind: 'here', find: findLinks };
    return findLinks;
  } catch {
    // Addresses can be read and copied all the same; the next text tries again.
    finder = { kind: 'away' };
    return () => [];
  }
}

/** @returns what is to be drawn */
export function linked(text: string): unknown {
  if (!MAY_HAVE_LINK.test(text)) return text;
  if (finder.kind === 'here') return pieces(text, finder.find);
  if (finder.kind === 'away') finder = { kind: 'coming', find: fetchFinder() };
  return until(
    finder.find.then((find) => pieces(text, find)),
    text,
  );
}

function pieces(text: string, find: FindLinks): (string | TemplateResult)[] {
  const drawn: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { from, to, url, written } of find(text)) {
    drawn.push(text.slice(end, from));
    drawn.push(html`<a href=${url} target="_blank" rel="noopener noreferrer">${written}</a>`);
    end = to;
  }
  drawn.push(text.slice(end));
  return drawn;
}
