import { type ReactNode, useId } from 'react';
import type { BooksAgree, RoleLine } from '../api/overview.ts';
import { Amount } from '../design/amount.tsx';
import hidden from '../design/hidden.module.css';
import { absoluteOf, type DecimalText, signOf } from '../formats/decimal-text.ts';
import { figure } from '../formats/figure.ts';
import styles from './books-statement.module.css';
import { type BooksVerdict, booksVerdict, roleDiffers } from './books-verdict.ts';
import { roleName } from './role-name.ts';

/** The line that matters: whether inventory subledger and general ledger are equal, and by role. */
export function BooksStatement({
  books,
  currency,
}: {
  readonly books: BooksAgree;
  readonly currency: string;
}) {
  const heading = useId();
  const verdict = booksVerdict(books);
  const agree = verdict.kind === 'agree';
  return (
    <section
      className={`${styles.statement} ${agree ? styles.agree : styles.differ}`}
      aria-labelledby={heading}
      style={{ gridArea: 'books' }}
    >
      <div className={styles.words}>
        <h2 id={heading} className={styles.heading}>
          <span className={styles.verdict}>
            <Sign agree={agree} />
            {agree ? 'Books agree' : 'Books differ'}
            <span className={hidden.hidden}>:</span>
          </span>{' '}
          <span className={styles.equation}>
            <Side name="inventory subledger" value={books.subledger} />{' '}
            <span className={styles.right}>
              <span className={styles.equals}>{totalsEqual(books) ? '=' : '≠'}</span>{' '}
              <Side name="general ledger" value={books.ledger} />
            </span>
          </span>
        </h2>
        <p className={styles.explanation}>
          <Explanation verdict={verdict} currency={currency} />
        </p>
      </div>
      <RoleTable books={books} currency={currency} />
    </section>
  );
}

function Side({ name, value }: { readonly name: string; readonly value: DecimalText }) {
  return (
    <span className={styles.side}>
      <span className={styles.name}>{name}</span>{' '}
      <span className={styles.value}>
        <Amount value={value} />
      </span>
    </span>
  );
}

function Explanation({
  verdict,
  currency,
}: {
  readonly verdict: BooksVerdict;
  readonly currency: string;
}): ReactNode {
  if (verdict.kind === 'agree') {
    return `Amounts in ${currency}. Equal in total and in every role that holds stock value.`;
  }
  const gap =
    signOf(verdict.gap) === 0
      ? 'The totals are equal, but not every role.'
      : `The general ledger holds ${figure(absoluteOf(verdict.gap))} ${currency} ${
          signOf(verdict.gap) > 0 ? 'less' : 'more'
        } than the subledger.`;
  return (
    <>
      {gap} To see where, with the entries that would settle it, run <code>perpetua reconcile</code>
      .
    </>
  );
}

function RoleTable({ books, currency }: { readonly books: BooksAgree; readonly currency: string }) {
  return (
    <table className={styles.roles}>
      <caption className={styles.caption}>The books by role, amounts in {currency}</caption>
      <thead>
        <tr>
          <th scope="col">Role</th>
          <th scope="col">Subledger</th>
          <th scope="col">General ledger</th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      <tbody>
        {books.roles.map((line) => (
          <Line key={line.role} name={roleName(line.role)} line={line} />
        ))}
      </tbody>
      <tfoot>
        <Line name="Total" line={{ role: 'total', ...books }} />
      </tfoot>
    </table>
  );
}

function Line({ name, line }: { readonly name: string; readonly line: RoleLine }) {
  const differs = roleDiffers(line);
  return (
    <tr className={differs ? styles.different : undefined}>
      <th scope="row">{name}</th>
      <td>
        <Amount value={line.subledger} />
      </td>
      <td>
        <Amount value={line.ledger} />
      </td>
      <td className={styles.difference}>
        {differs && <span aria-hidden="true">≠ </span>}
        <Amount value={line.difference} />
      </td>
    </tr>
  );
}

/** A tick in a circle, or a warning that is a shape of its own, so that no colour is needed. */
function Sign({ agree }: { readonly agree: boolean }) {
  return (
    <svg className={styles.sign} viewBox="0 0 20 20" aria-hidden="true">
      {agree ? (
        <>
          <circle cx="10" cy="10" r="9" />
          <path d="M5.8 10.4l2.8 2.8 5.6-6" />
        </>
      ) : (
        <>
          <path className={styles.ground} d="M10 1.2 19 17.6H1z" />
          <path d="M10 7v5M10 14.4v.6" />
        </>
      )}
    </svg>
  );
}

const totalsEqual = ({ subledger, ledger, difference }: BooksAgree): boolean =>
  !roleDiffers({ role: 'total', subledger, ledger, difference });
