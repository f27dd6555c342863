/** The red dot of what records. It breathes slowly, and stands still for whoever wants no motion. */
import { css } from 'lit';

export const dotStyles = css`
  .dot {
    flex: none;
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: #ff3b00;
    animation: breathe-dot 2s ease-in-out infinite alternate;
  }
  @keyframes breathe-dot {
    from {
      opacity: 1;
    }
    to {
      opacity: 0.55;
    }
  }
  @media (forced-colors: active) {
    .dot {
      forced-color-adjust: none;
    }
  }
`;
