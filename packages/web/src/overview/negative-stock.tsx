import type { NegativeStock as NegativeStockAnswer } from '../api/overview.ts';
import { Amount } from '../design/amount.tsx';
import { Scroll } from '../design/scroll.tsx';
import { Section } from '../design/section.tsx';
import { counted } from '../formats/figure.ts';
import styles from './negative-stock.module.css';
import { NEGATIVE_STOCK } from './open-matters.ts';

/** The positions below zero, the first of them by name. */
export function NegativeStock({ stock }: { readonly stock: NegativeStockAnswer }) {
  const hidden = stock.count - stock.lines.length;
  return (
    <Section
      id={NEGATIVE_STOCK}
      area="negative"
      title="Stock below zero"
      note={
        stock.count === 0
          ? 'Every position holds what it should: none is below zero.'
          : `${counted(stock.count, 'position', 'positions')} issued before the goods were received.`
      }
    >
      {stock.lines.length > 0 && (
        <Scroll name="Positions below zero">
          <table className={styles.table}>
            <caption className={styles.caption}>Positions below zero</caption>
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col">Site</th>
                <th scope="col">Quantity</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {stock.lines.map(({ item, name, site, quantity, value }) => (
                <tr key={`${item} ${site}`}>
                  <th scope="row">
                    <span className={styles.code}>{item}</span> {name}
                  </th>
                  <td className={styles.site}>{site}</td>
                  <td>
                    <Amount value={quantity} />
                  </td>
                  <td>
                    <Amount value={value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {stock.lines.length > 0 && hidden > 0 && (
        <p className={styles.more}>And {counted(hidden, 'more', 'more')}.</p>
      )}
    </Section>
  );
}
