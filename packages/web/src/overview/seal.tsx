import type { Overview } from '../api/overview.ts';
import { Section } from '../design/section.tsx';
import { moment } from '../formats/date.ts';
import { wholeNumber } from '../formats/figure.ts';
import styles from './seal.module.css';

/** How much is recorded, and the seal under it: the fingerprint that any later change would break. */
export function Seal({ overview: { counts, seal } }: { readonly overview: Overview }) {
  return (
    <Section area="seal" title="Recorded and sealed">
      <dl className={styles.counts}>
        <Count name="Events" number={counts.transactions} />
        <Count name="Postings" number={counts.postings} />
        <Count name="Items" number={counts.items} />
        <Count name="Sites" number={counts.sites} />
      </dl>
      {seal !== undefined && (
        <p className={styles.seal}>
          Batch {wholeNumber(seal.batch)}, {moment(seal.recordedAt)}
          <code className={styles.hash}>{inEights(seal.hash)}</code>
        </p>
      )}
    </Section>
  );
}

function Count({ name, number }: { readonly name: string; readonly number: number }) {
  return (
    <div className={styles.count}>
      <dt>{name}</dt>
      <dd>{wholeNumber(number)}</dd>
    </div>
  );
}

/** Groups of characters that an eye can compare with another copy. */
const inEights = (hash: string): string => hash.match(/.{1,8}/g)?.join(' ') ?? hash;
