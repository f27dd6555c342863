/** For tests: an authority and certificates of it, made by openssl. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../../.ci/programs.ts';

export interface Certificate {
  file: string;
  keyFile: string;
  cert: string;
  key: string;
}

const DAY_MS = 24 * 60 * 60_000;
const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** As openssl wants it: YYMMDDHHMMSSZ. */
const dateOf = (at: number): string => `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`;

export class Authority implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'ycyw-certificates-'));
  /** Its own certificate, in PEM. */
  readonly ca: string;
  #count = 0;

  constructor() {
    // Everything that "openssl ca" wants to have.
    writeFileSync(join(this.#folder, 'index.txt'), '');
    writeFileSync(
      join(this.#folder, 'ca.cnf'),
      `[ca]\ndefault_ca = it\n[it]\ndatabase = index.txt\nnew_certs_dir = .\nrand_serial = yes\ndefault_md = sha256\n` +
        `policy = any\ncopy_extensions = copy\nunique_subject = no\n[any]\ncommonName = supplied\n`,
    );
    const subject = ['-subj', '/CN=Authority of tests', '-days', '2'];
    this.#openssl('req', '-x509', ...CURVE, ...subject, '-keyout', 'ca.key', '-out', 'ca.pem');
    this.ca = readFileSync(join(this.#folder, 'ca.pem'), 'utf8');
  }

  /** `name`: of the host. */
  certificate(name: string, until = Date.now() + DAY_MS): Certificate {
    this.#count += 1;
    const [file, keyFile, request] = ['pem', 'key', 'csr'].map((ending) => `${this.#count}.${ending}`) as [
      string,
      string,
      string,
    ];
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
    this.#openssl('req', ...CURVE, ...subject, '-keyout', keyFile, '-out', request);
    const dates = ['-startdate', dateOf(Math.min(until, Date.now()) - DAY_MS), '-enddate', dateOf(until)];
    const authority = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-notext', '-batch'];
    this.#openssl('ca', ...authority, ...dates, '-in', request, '-out', file);
    const at = (path: string) => join(this.#folder, path);
    const read = (path: string) => readFileSync(at(path), 'utf8');
    return { file: at(file), keyFile: at(keyFile), cert: read(file), key: read(keyFile) };
  }

  #openssl(...args: string[]): void {
    execFileSync(programPath('openssl'), args, { cwd: this.#folder, stdio: 'pipe' });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
