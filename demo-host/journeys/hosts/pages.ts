/** The torture set. */
import type { HostPage } from './host-page.ts';
import { policies } from './policies.ts';
import { scripted } from './scripted.ts';
import { styled } from './styled.ts';

export const hostPages: readonly HostPage[] = [...styled, ...policies, ...scripted];
