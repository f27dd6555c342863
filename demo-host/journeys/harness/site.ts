/** The rental site's own part in who its customers are: it signs tokens, and its pages hand them to the support element. */
import { createHmac } from 'node:crypto';
import type { Customer } from './customer.ts';

export const SITE_SECRET = 'the secret that site and service share';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param life in seconds; below zero it has expired */
export function siteToken(claims: object, life = 600, secret = SITE_SECRET): string {
  const exp = Math.floor(Date.now() / 1000) + life;
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp, ...claims })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** The page that is open says who its customer is; an empty text: nobody is signed in any more. */
export async function pageSays(customer: Customer, token: string): Promise<void> {
  await customer.page.evaluate((userToken) => {
    Object.assign(document.querySelector('ycyw-support') ?? {}, { userToken });
  }, token);
}

/** Everything that the pages have stored in this browser for the chat, and the page itself as text. */
export async function traces(customer: Customer): Promise<string> {
  return customer.page.evaluate(() =>
    [localStorage, sessionStorage]
      .flatMap((storage) => Object.entries(storage).map(([key, value]) => `${key} ${value}`))
      .filter((line) => line.startsWith('ycyw'))
      .concat(document.querySelector('ycyw-support')?.outerHTML ?? '')
      .join('\n'),
  );
}
