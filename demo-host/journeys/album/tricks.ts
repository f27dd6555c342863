/** Scripts that run before a page's own, for states that a good network and a good service never show. As text. */

/** A line that never opens: what is asked for stays asked for. */
export const SILENT_LINE = `
  window.WebSocket = class extends EventTarget {
    readyState = 0;
    send() {}
    close() {}
  };
`;

/** A widget that is newer than its service, by whatever transport it asks. */
export const NEWER_WIDGET = `
  const { stringify } = JSON;
  JSON.stringify = (...all) => stringify(...all)?.replace('"protocol":1', '"protocol":99');
`;

export const REFUSED_TEXT = 'Can somebody call me?';

/** Empties this one message on its way, so that the service refuses it. */
export const SPOILED_MESSAGE = `
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    return send.call(this, typeof data === 'string' ? data.replace('${REFUSED_TEXT}', ' ') : data);
  };
`;

/** The clock of the page is so many minutes ahead. */
export const laterBy = (minutes: number): string => `
  const { now } = Date;
  Date.now = () => now() + ${minutes} * 60_000;
`;
