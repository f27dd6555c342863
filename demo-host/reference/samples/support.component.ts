import {
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  computed,
  input,
  signal,
} from '@angular/core';
import 'ycyw-support';
import type { SupportEventMap } from 'ycyw-support';

@Component({
  selector: 'app-support',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <button type="button" (click)="support.show()">
      Help {{ unread() || '' }}
    </button>
    <ycyw-support
      #support
      server="https://support.example.com"
      topic="booking"
      [context]="context()"
      (ycyw-unread)="counted($event)"
    />
  `,
})
export class SupportComponent {
  readonly booking = input.required<string>();
  readonly context = computed(() => ({ booking: this.booking() }));
  readonly unread = signal(0);

  counted(event: SupportEventMap['ycyw-unread']): void {
    this.unread.set(event.detail.count);
  }
}
