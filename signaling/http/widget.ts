/**
 * The widget's files, for any page: under names that stay, and under the name of their version, where they never change. What
 * browsers may keep, and how an integrator pins it, is decided here.
 */
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { pinnedTag } from '../protocol/integrity.ts';
import { ASK_AGAIN, FOREVER, SHORT } from './caching.ts';
import { type HttpDeps, nothingHere } from './context.ts';
import { sendFile } from './send-file.ts';

/** Any page may load the widget, also one with `Cross-Origin-Embedder-Policy`. */
const forEverybody: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('Access-Control-Allow-Origin', '*');
  context.header('Cross-Origin-Resource-Policy', 'cross-origin');
  context.header('X-Content-Type-Options', 'nosniff');
};

export function widgetRoutes({ builds: { widget }, publicUrl }: HttpDeps): Hono {
  const app = new Hono();
  const send = async (context: Context, path: string | null, cache: string) =>
    (path === null ? null : await sendFile(context, path, cache)) ?? nothingHere(context);

  app.get('/ycyw-support.js', forEverybody, async (context) =>
    send(context, await widget.findAny('ycyw-support.js'), ASK_AGAIN),
  );
  app.get('/chunks/:name', forEverybody, async (context) =>
    send(context, await widget.findAny(`chunks/${context.req.param('name')}`), FOREVER),
  );
  app.get('/v/:version/:name{.+}', forEverybody, async (context) => {
    const { version, name } = context.req.param();
    return send(context, await widget.find(version, name), FOREVER);
  });
  app.get('/integrity.json', forEverybody, async (context) => {
    if (!widget.current) return nothingHere(context);
    context.header('Cache-Control', SHORT);
    const tag = await pinnedTag(widget.current, publicUrl ?? new URL(context.req.url).origin);
    return context.json({ ...widget.current, ...tag });
  });
  return app;
}
