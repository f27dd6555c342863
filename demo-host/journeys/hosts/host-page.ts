/** A page of somebody else's, as the host-page journeys visit it. */
import type { Viewport } from 'puppeteer-core';
import type { BrowserName } from '../harness/browsers.ts';
import type { Visit } from './visit.ts';

/** Where things are found. */
export interface Addresses {
  /** The support service's origin. */
  service: string;
  /** The host page's own origin. */
  host: string;
}

export interface HostPage {
  /** Of the file in which its picture is kept. */
  name: string;
  /** What the page does to the widget, and what is promised all the same: the journey's name. */
  promise: string;
  /** The document, with the tag where the page has it. */
  html: (tag: string, at: Addresses) => string;
  headers?: (at: Addresses) => Record<string, string>;
  /** Files beside it, by path. */
  files?: Record<string, string | ((at: Addresses) => string)>;
  /** Runs in each document before everything else, as text. */
  before?: string;
  /** Attributes of the tag. */
  attributes?: string;
  corner?: 'right' | 'left';
  viewport?: Viewport;
  /** Media features of Chromium. */
  media?: { name: string; value: string }[];
  /** Nothing: both. */
  browsers?: readonly BrowserName[];
  /** Instead of the journey that goes on every other page. */
  instead?: (visit: Visit) => Promise<void>;
  /** What happens between the launcher's appearance and the click on it. */
  beforeOpening?: (visit: Visit) => Promise<void>;
  /** What happens after the message has been acknowledged, with the panel open. */
  whileOpen?: (visit: Visit) => Promise<void>;
  /** What happens after the panel was closed. */
  afterClosing?: (visit: Visit) => Promise<void>;
  /** The page makes or moves things by itself: not compared with the same page without the tag. */
  moves?: true;
  /** What stands in the console, and should. */
  complaints?: RegExp;
  /** Names that its own scripts put into the window. */
  globals?: readonly string[];
}

/** What any site has: something to read, to click and to fill in. */
export const CONTENT = `<header><a href="#offers">Offers</a> <a href="#help">Help</a></header>
<main><h1>Your booking</h1>
<p>Pick-up on Monday at 9:00, Lyon Part-Dieu, hall 1. The deposit is blocked on your card when you take the car over.</p>
<form><label>Flight <input name="flight" /></label> <button type="button">Save</button></form>
<section class="panel root frame"><h2>What to bring</h2><ul><li>Your licence</li><li>Your card</li></ul></section></main>`;

/** A document with that content. */
export const page = (
  tag: string,
  {
    head = '',
    body = '',
    root = 'lang="en"',
    bodyRoot = '',
  }: { head?: string; body?: string; root?: string; bodyRoot?: string },
): string => `<!doctype html>
<html ${root}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A rental site</title>
${head}
${tag}</head><body ${bodyRoot}>${CONTENT}
${body}</body></html>`;

export const style = (css: string): string => `<style>${css}</style>`;
export const script = (code: string): string => `<script>${code}</script>`;
