import hidden from '../design/hidden.module.css';
import styles from './overview-loading.module.css';

const PLACES = ['value', 'matters', 'grni', 'transit', 'periods'] as const;

/** The page before its figures: the same places, so that nothing jumps when they come. */
export function OverviewLoading() {
  return (
    <div className={styles.grid} role="status">
      <span className={hidden.hidden}>The figures are on their way.</span>
      <div className={styles.books} />
      {PLACES.map((place) => (
        <div key={place} className={styles.section} style={{ gridArea: place }}>
          <div className={styles.title} />
          <div className={styles.body} />
        </div>
      ))}
    </div>
  );
}
