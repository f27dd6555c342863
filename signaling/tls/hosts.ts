/** What a host name or address says of whom it reaches. Knows no network: only how it is written. */

/** As HOST: every address that the machine has. In whichever of its spellings: 0.0.0.0, 0, ::. */
export const isAll = (host: string): boolean => /^[0.:]+$/.test(host);

/** Nobody but this machine gets there. As a URL has it, or without brackets. */
export const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1]?)$/.test(host);

/** As a URL has it. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);
