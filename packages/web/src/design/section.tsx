import { type ReactNode, useId } from 'react';
import styles from './section.module.css';

/** A part of a page under its own heading, found by its name by a screen reader. */
export function Section({
  title,
  note,
  aside,
  children,
  area,
  id,
}: {
  readonly title: string;
  /** A sentence below the heading. */
  readonly note?: ReactNode;
  /** Choices or a total at the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Name of the place in the grid of the page. */
  readonly area?: string;
  /** What a link to this part names. */
  readonly id?: string;
}) {
  const heading = useId();
  return (
    <section
      id={id}
      className={styles.section}
      aria-labelledby={heading}
      style={{ gridArea: area }}
    >
      <div className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      {children}
    </section>
  );
}
