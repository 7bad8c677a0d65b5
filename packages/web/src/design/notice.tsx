import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** A full-width word to the reader: what is the matter, and what to do next. */
export function Notice({
  tone,
  title,
  children,
}: {
  readonly tone: 'plain' | 'caution' | 'differ';
  readonly title: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={`${styles.notice} ${styles[tone]}`}
      role={tone === 'plain' ? undefined : 'alert'}
    >
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.body}>{children}</div>
    </div>
  );
}
