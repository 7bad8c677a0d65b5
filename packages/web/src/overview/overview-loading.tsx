import hidden from '../design/hidden.module.css';
import figures from './overview-figures.module.css';
import styles from './overview-loading.module.css';

const PLACES = ['value', 'matters', 'grni', 'transit', 'periods'] as const;

/** The page before its figures: the same places, so that nothing jumps when they come. */
export function OverviewLoading() {
  return (
    <>
      <output className={hidden.hidden}>The figures are on their way.</output>
      <div className={figures.grid} aria-hidden="true">
        <div className={styles.books} />
        {PLACES.map((place) => (
          <div key={place} className={styles.section} style={{ gridArea: place }}>
            <div className={styles.title} />
            <div className={styles.body} />
          </div>
        ))}
      </div>
    </>
  );
}
