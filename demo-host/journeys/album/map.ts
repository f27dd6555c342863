/** A picture that a customer or an agent might send: the way through a hall. */
import { browser } from '../harness/browsers.ts';

const PLAN = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="600" viewBox="0 0 960 600">
  <rect width="960" height="600" fill="#dfe7f3"/>
  <path d="M60 60h840v480H60z" fill="#fff"/>
  <path d="M60 220h300V60m120 480V340h420M620 60v160h280" fill="none" stroke="#9fb2cf" stroke-width="14"/>
  <path d="M140 480h240V280h180V150h200" fill="none" stroke="#225ec4" stroke-width="16" stroke-dasharray="34 20"/>
  <circle cx="140" cy="480" r="26" fill="#225ec4"/>
  <circle cx="780" cy="150" r="34" fill="#ff3b00"/>
</svg>`;

/** @returns a PNG */
export async function drawMap(): Promise<Uint8Array> {
  const page = await (await browser('chromium')).newPage();
  await page.setViewport({ width: 960, height: 600 });
  await page.setContent(`<style>body { margin: 0 }</style>${PLAN}`);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}
