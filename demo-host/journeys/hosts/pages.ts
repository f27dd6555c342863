/** The torture set. */
import type { HostPage } from './host-page.ts';
import { policies } from './policies.ts';
import { scripted } from './scripted.ts';
import { styled } from './styled.ts';
import { swapped } from './swapped.ts';

export const hostPages: readonly HostPage[] = [...styled, ...policies, ...scripted, ...swapped];
