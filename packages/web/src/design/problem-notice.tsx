import type { Problem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import styles from './problem-notice.module.css';

/** A problem in full: what it is, what helps, its code for whoever is asked, and another try. */
export function ProblemNotice({
  title,
  problem,
  tone = 'differ',
  isRetrying,
  onRetry,
}: {
  readonly title: string;
  readonly problem: Problem;
  readonly tone?: 'caution' | 'differ';
  readonly isRetrying: boolean;
  readonly onRetry: () => void;
}) {
  // A problem with one reason is that reason: it is not said twice.
  const reasons = problem.refusals.filter(({ message }) => message !== problem.message);
  return (
    <Notice tone={tone} title={title}>
      <p>{problem.message}</p>
      {problem.remedy !== undefined && <p>{problem.remedy}</p>}
      {reasons.length > 0 && (
        <ul className={styles.refusals}>
          {reasons.map(({ code, message, remedy }) => (
            <li key={`${code} ${message}`}>
              {message} {remedy} <code>{code}</code>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.code}>
        Code <code>{problem.code}</code>
        {problem.status > 0 && ` · status ${problem.status}`}
      </p>
      <Button onPress={onRetry} isBusy={isRetrying}>
        {isRetrying ? 'Trying…' : 'Try again'}
      </Button>
    </Notice>
  );
}
