import type { Overview } from '../api/overview.ts';
import { Section } from '../design/section.tsx';
import styles from './matters.module.css';
import { openMatters } from './open-matters.ts';

/** What waits for somebody, and what is in order: name, figure, and a sentence. */
export function Matters({ overview }: { readonly overview: Overview }) {
  return (
    <Section area="matters" title="Open matters">
      <dl className={styles.matters}>
        {openMatters(overview).map(({ name, figure, isOpen, note, partOfPage }) => (
          <div key={name} className={isOpen ? styles.open : styles.settled}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.figure}>
              {partOfPage === undefined ? figure : <a href={`#${partOfPage}`}>{figure}</a>}
            </dd>
            <dd className={styles.note}>{note}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
