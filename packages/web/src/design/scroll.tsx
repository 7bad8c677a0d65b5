/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls must take focus (WCAG 2.1.1). */
import type { ReactNode } from 'react';
import styles from './scroll.module.css';

/** Holds what may be wider than its place; it can be reached and moved by keyboard. */
export function Scroll({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take focus (WCAG 2.1.1).
    <section className={styles.scroll} aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
