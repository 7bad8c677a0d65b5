import type { ReactNode } from 'react';
import type { CompanyLine } from '../api/companies.ts';
import styles from './masthead.module.css';

/** The head of every page: the product, the company, and what the figures are known from. */
export function Masthead({
  companies,
  company,
  onCompany,
  children,
}: {
  readonly companies: readonly CompanyLine[];
  /** Code of the company shown. */
  readonly company: string | undefined;
  readonly onCompany: (code: string) => void;
  /** The end of the line. */
  readonly children?: ReactNode;
}) {
  return (
    <header className={styles.masthead}>
      <div className={styles.line}>
        <a className={styles.brand} href="/">
          <Mark />
          Perpetua
        </a>
        <CompanyName companies={companies} company={company} onCompany={onCompany} />
        <div className={styles.end}>{children}</div>
      </div>
    </header>
  );
}

function CompanyName({
  companies,
  company,
  onCompany,
}: {
  readonly companies: readonly CompanyLine[];
  readonly company: string | undefined;
  readonly onCompany: (code: string) => void;
}) {
  const present = companies.find(({ code }) => code === company);
  if (companies.length < 2) {
    return present === undefined ? null : <p className={styles.company}>{present.name}</p>;
  }
  return (
    <label className={styles.company}>
      <span className={styles.label}>Company</span>
      <select
        className={styles.select}
        value={present?.code ?? ''}
        onChange={(event) => onCompany(event.target.value)}
      >
        {present === undefined && <option value="">Choose a company</option>}
        {companies.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Two equal strokes: the two books. */
function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" className={styles.ground} />
      <path d="M8 12h16M8 20h16" className={styles.strokes} />
    </svg>
  );
}
