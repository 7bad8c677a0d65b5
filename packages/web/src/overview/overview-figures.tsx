import type { Overview } from '../api/overview.ts';
import { Notice } from '../design/notice.tsx';
import type { Address } from '../frame/address.ts';
import { Ageing } from './ageing.tsx';
import { BooksStatement } from './books-statement.tsx';
import { Matters } from './matters.tsx';
import { NegativeStock } from './negative-stock.tsx';
import styles from './overview-figures.module.css';
import { Periods } from './periods.tsx';
import { Seal } from './seal.tsx';
import { StockValue } from './stock-value.tsx';

/** All figures of a company, the most important first. */
export function OverviewFigures({
  overview,
  address,
  onAddress,
}: {
  readonly overview: Overview;
  readonly address: Address;
  readonly onAddress: (change: Partial<Address>) => void;
}) {
  return (
    <>
      {overview.counts.transactions === 0 && <NothingPosted />}
      <div className={styles.grid}>
        <BooksStatement books={overview.booksAgree} currency={overview.company.currency} />
        <StockValue value={overview.stockValue} address={address} onAddress={onAddress} />
        <Matters overview={overview} />
        <Ageing
          area="grni"
          title="Goods received, not invoiced"
          note="Waiting for the supplier’s invoice, by days since receipt."
          empty="Every receipt is invoiced."
          aged={overview.goodsReceivedNotInvoiced}
        />
        <Ageing
          area="transit"
          title="In transit"
          note="Sent and not yet received, by days since sending."
          empty="Nothing is under way between sites."
          aged={overview.inTransit}
        />
        <Periods periods={overview.periods} />
        <NegativeStock stock={overview.negativeStock} />
        <Seal overview={overview} />
      </div>
    </>
  );
}

function NothingPosted() {
  return (
    <div className={styles.notice}>
      <Notice tone="plain" title="No transaction has been posted yet">
        <p>
          Bring in what is in stock with <code>perpetua import</code>, or send the first transaction
          to the API.
        </p>
      </Notice>
    </div>
  );
}
