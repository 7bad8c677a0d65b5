import { type DecimalText, signOf } from '../formats/decimal-text.ts';
import { figure } from '../formats/figure.ts';
import styles from './amount.module.css';

/** An exact figure in the reader's format; below zero it is red and has its sign. */
export function Amount({ value }: { readonly value: DecimalText }) {
  return (
    <data value={value} className={signOf(value) < 0 ? styles.negative : styles.amount}>
      {figure(value)}
    </data>
  );
}
