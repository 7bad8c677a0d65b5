import { useId } from 'react';
import styles from './choice.module.css';

/** One of a few, all in sight: radio buttons, so arrows move and a screen reader counts them. */
export function Choice<T extends string>({
  name,
  options,
  chosen,
  onChoose,
}: {
  readonly name: string;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}) {
  const group = useId();
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.name}>{name}</legend>
      {options.map(([value, label]) => (
        <label key={value} className={styles.option}>
          <input
            type="radio"
            className={styles.input}
            name={group}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span className={styles.label}>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
