/** Words not sent yet: kept on disk, followed when another tab changes them. */
import type { Disk } from './disk.ts';
import { DRAFT_PREFIX } from './keys.ts';

export class Draft {
  readonly #disk: Disk;
  readonly #key: string;
  readonly #leaveDisk: () => void;
  #text: string;

  constructor(disk: Disk, name: string, changed: () => void) {
    this.#disk = disk;
    this.#key = DRAFT_PREFIX + name;
    this.#text = disk.get(this.#key) ?? '';
    this.#leaveDisk = disk.subscribe((key) => {
      if (key !== this.#key) return;
      this.reload();
      changed();
    });
  }

  get text(): string {
    return this.#text;
  }

  /** True when that is a change. */
  write(text: string): boolean {
    if (text === this.#text) return false;
    this.#text = text;
    if (text === '') this.#disk.remove(this.#key);
    else this.#disk.set(this.#key, text);
    return true;
  }

  /** The disk was changed by more than this object. */
  reload(): void {
    this.#text = this.#disk.get(this.#key) ?? '';
  }

  dispose(): void {
    this.#leaveDisk();
  }
}
