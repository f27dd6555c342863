/** The look of the call beside the launcher. */
import { css } from 'lit';

export const floatingCallStyles = css`
  .card {
    overflow: hidden;
    border: 1px solid color-mix(in srgb, var(--_ink) 12%, var(--_surface));
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    animation: in 150ms;
  }
  .card + .card {
    margin-block-start: 8px;
  }
  @keyframes in {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .card {
      animation: none;
    }
  }
`;
