/** The version that a widget tells in its handshake; the same as in package.json. */
export const VERSION = '0.1.0';
