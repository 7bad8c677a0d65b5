import type { ReactNode } from 'react';
import styles from './button.module.css';

/** A button for an act on this page. While it is busy it stays reachable and says so. */
export function Button({
  children,
  onPress,
  isBusy = false,
}: {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly isBusy?: boolean;
}) {
  return (
    <button
      type="button"
      className={styles.button}
      aria-disabled={isBusy}
      onClick={() => {
        if (!isBusy) onPress();
      }}
    >
      {children}
    </button>
  );
}
