import type { ReactNode } from 'react';
import styles from './page.module.css';

/** The frame of every page: a way past the head, the head, and one main part. */
export function Page({
  head,
  foot,
  isBusy = false,
  children,
}: {
  readonly head: ReactNode;
  readonly foot?: ReactNode;
  /** While the content is on its way. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      {head}
      <main id="content" className={styles.main} tabIndex={-1} aria-busy={isBusy}>
        {children}
      </main>
      {foot !== undefined && <footer className={styles.foot}>{foot}</footer>}
    </>
  );
}
