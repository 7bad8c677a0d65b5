import hidden from '../design/hidden.module.css';
import { Notice } from '../design/notice.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import type { Address } from '../frame/address.ts';
import styles from './overview-content.module.css';
import { OverviewFigures } from './overview-figures.tsx';
import { OverviewLoading } from './overview-loading.tsx';
import type { OverviewState } from './overview-state.ts';

/** The page below its head, in each of its states. */
export function OverviewContent({
  state,
  isFetching,
  onRetry,
  address,
  onAddress,
}: {
  readonly state: OverviewState;
  readonly isFetching: boolean;
  readonly onRetry: () => void;
  readonly address: Address;
  readonly onAddress: (change: Partial<Address>) => void;
}) {
  if (state.kind === 'no-company') return <NoCompany />;
  if (state.kind === 'unknown-company') return <UnknownCompany asked={state.asked} />;
  if (state.kind === 'loading') {
    return (
      <>
        <h1 className={hidden.hidden}>Overview</h1>
        <OverviewLoading />
      </>
    );
  }
  const retry = { isRetrying: isFetching, onRetry };
  if (state.kind === 'failed') {
    return (
      <>
        <h1 className={styles.title}>Overview</h1>
        <ProblemNotice title="The overview cannot be shown" problem={state.problem} {...retry} />
      </>
    );
  }
  return (
    <>
      <h1 className={hidden.hidden}>Overview of {state.overview.company.name}</h1>
      {state.stale !== undefined && (
        <div className={styles.stale}>
          <ProblemNotice
            tone="caution"
            title="These figures could not be brought up to date"
            problem={state.stale}
            {...retry}
          />
        </div>
      )}
      <OverviewFigures overview={state.overview} address={address} onAddress={onAddress} />
    </>
  );
}

function NoCompany() {
  return (
    <div className={styles.welcome}>
      <h1 className={styles.title}>There is no company yet</h1>
      <p>
        Perpetua keeps the inventory subledger of a company and the general ledger equal, to the
        cent. It needs a company to begin with.
      </p>
      <dl className={styles.ways}>
        <div>
          <dt>Look around first</dt>
          <dd>
            <code>npm start</code> or <code>perpetua demo</code> creates a demonstration company: an
            optical chain with a year of transactions.
          </dd>
        </div>
        <div>
          <dt>Set up your own</dt>
          <dd>
            <code>perpetua init</code> asks for company, chart, groups and periods, and checks that
            all is ready.
          </dd>
        </div>
      </dl>
      <p className={styles.aside}>This page shows the company as soon as there is one.</p>
    </div>
  );
}

function UnknownCompany({ asked }: { readonly asked: string }) {
  return (
    <>
      <h1 className={styles.title}>Overview</h1>
      <Notice tone="caution" title="There is no such company">
        <p>
          The address names the company <code>{asked}</code>, which does not exist or is not yours
          to see. Choose another above, or <a href="/">go to the first one</a>.
        </p>
      </Notice>
    </>
  );
}
