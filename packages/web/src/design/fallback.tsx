import { Component, type ReactNode } from 'react';

type Properties = {
  /** What is shown instead when a part of the page cannot be drawn. */
  readonly instead: ReactNode;
  readonly children: ReactNode;
};

/**
 * Keeps a fault of one part from taking the page along: a chart whose code could not be fetched,
 * or that the browser cannot draw, gives way to something simpler with the same figures.
 */
export class Fallback extends Component<Properties, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
